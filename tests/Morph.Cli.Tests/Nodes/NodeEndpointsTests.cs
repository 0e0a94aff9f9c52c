using System.Net;
using System.Text.RegularExpressions;
using Morph.Actors.Metrics;
using Morph.Cli.Nodes;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests.Nodes;

/// <summary>The figures belong to the process, and runs in it write them: these tests have it for themselves.</summary>
[CollectionDefinition(nameof(NodeEndpointsTests), DisableParallelization = true)]
[Collection(nameof(NodeEndpointsTests))]
public sealed partial class NodeEndpointsTests
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_node_is_alive_and_says_what_keeps_it_from_being_ready()
    {
        var health = new NodeHealth(false, "the database does not answer:\nno route");
        await using var node = await StartAsync(() => health);
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await GetAsync(node, NodeEndpoints.AlivePath));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the database does not answer: no route\n"), await GetAsync(node, NodeEndpoints.ReadyPath));

        health = new(true, "member of the cluster");
        Assert.Equal((HttpStatusCode.OK, "member of the cluster\n"), await GetAsync(node, NodeEndpoints.ReadyPath));
        Assert.Equal((HttpStatusCode.NotFound, "there are /alive, /ready and /metrics\n"), await GetAsync(node, "/"));

        using var post = await s_client.PostAsync($"http://127.0.0.1:{node.Port}/alive", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        using var head = await s_client.SendAsync(new(HttpMethod.Head, $"http://127.0.0.1:{node.Port}/ready"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task The_metrics_have_the_names_and_labels_that_dashboards_are_built_on()
    {
        await using var node = await StartAsync(() => new(true, ""));
        MorphMetrics.UnitCommitted(Stage.Embed, "akka.tcp://morph@embedder-1:4053");
        MorphMetrics.UnitFailed(Stage.Load);
        MorphMetrics.UnitReturned(Stage.Train);
        MorphMetrics.LeaseExpired(Stage.Mask);
        MorphMetrics.UnitTook(Stage.Embed, TimeSpan.FromSeconds(0.3));
        MorphMetrics.Load = () => [new(Stage.Embed, 40, 4)];
        MorphMetrics.RunsQueued = () => 3;
        MorphMetrics.NodesUp = () => 5;
        MorphMetrics.Training = () => new(120, 1.25);
        try
        {
            var (status, text) = await GetAsync(node, NodeEndpoints.MetricsPath);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(
                [
                    "morph_leases_expired_total{stage=\"mask\"}",
                    "morph_nodes_up{} 5",
                    "morph_runs_queued{} 3",
                    "morph_training_loss{} 1.25",
                    "morph_training_step{} 120",
                    "morph_unit_duration_seconds_bucket{stage=\"embed\",le=\"0.5\"}",
                    "morph_unit_duration_seconds_count{stage=\"embed\"}",
                    "morph_unit_duration_seconds_sum{stage=\"embed\"}",
                    "morph_units_committed_total{node=\"akka.tcp://morph@embedder-1:4053\",stage=\"embed\"}",
                    "morph_units_failed_total{stage=\"load\"}",
                    "morph_units_returned_total{stage=\"train\"}",
                    "morph_units_waiting{stage=\"embed\"} 40",
                    "morph_units_working{stage=\"embed\"} 4",
                ],
                OwnSamples(text));
            Assert.Contains("# HELP morph_units_committed_total Units whose result is in the ledger", text, StringComparison.Ordinal);
            Assert.Contains("dotnet_process_memory_working_set_bytes ", text, StringComparison.Ordinal);
            Assert.Contains("service_name=\"morph\"", text, StringComparison.Ordinal);
        }
        finally
        {
            (MorphMetrics.Load, MorphMetrics.RunsQueued, MorphMetrics.NodesUp, MorphMetrics.Training) = (null, null, null, null);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_refused_with_the_key_and_the_variable()
    {
        await using var first = await StartAsync(() => new(true, ""));
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => NodeEndpoints.StartAsync("127.0.0.1", first.Port, () => new(true, ""), CancellationToken.None));
        Assert.Equal(
            $"Port {first.Port} of 127.0.0.1 is in use: choose another in morph.node.http-port (MORPH_HTTP_PORT); 0 leaves /alive, /ready and /metrics out.", failure.Message);
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await GetAsync(first, NodeEndpoints.AlivePath));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1 is no address of this machine: correct morph.node.bind-hostname (MORPH_BIND_HOSTNAME), 0.0.0.0 for all of its addresses.")]
    [InlineData("no-such-host.invalid", "The address no-such-host.invalid of this node is not known (")]
    public async Task An_address_that_is_not_this_machines_is_refused(string host, string message)
    {
        var failure = await Assert.ThrowsAsync<ConfigurationException>(() => NodeEndpoints.StartAsync(host, 0, () => new(true, ""), CancellationToken.None));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_addresses_are_listened_on_when_asked_for()
    {
        await using var node = await NodeEndpoints.StartAsync("0.0.0.0", 0, () => new(true, ""), CancellationToken.None);
        Assert.Equal((HttpStatusCode.OK, "alive\n"), await GetAsync(node, NodeEndpoints.AlivePath));
    }

    [Fact]
    public async Task A_question_that_is_not_answered_does_not_hold_up_the_end()
    {
        using var answer = new ManualResetEventSlim();
        using var asked = new ManualResetEventSlim();
        var node = await StartAsync(() =>
        {
            asked.Set();
            answer.Wait();
            return new(true, "");
        });
        var question = GetAsync(node, NodeEndpoints.ReadyPath);
        Assert.True(asked.Wait(TimeSpan.FromSeconds(10)));
        await node.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        answer.Set();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => question);
    }

    private static Task<NodeEndpoints> StartAsync(Func<NodeHealth> health) => NodeEndpoints.StartAsync("127.0.0.1", 0, health, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(NodeEndpoints node, string path)
    {
        using var answer = await s_client.GetAsync($"http://127.0.0.1:{node.Port}{path}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Our samples in alphabetical order; of counters the name alone, since other tests count, too, and of the buckets one.</summary>
    private static IEnumerable<string> OwnSamples(string text) =>
        from line in text.Split('\n')
        where line.StartsWith("morph_", StringComparison.Ordinal) && (!line.Contains("_bucket", StringComparison.Ordinal) || line.Contains("le=\"0.5\"", StringComparison.Ordinal))
        let sample = Counted().IsMatch(line) ? line[..(line.IndexOf('}', StringComparison.Ordinal) + 1)] : line
        orderby sample
        select sample;

    [GeneratedRegex("_(total|bucket|count|sum){")]
    private static partial Regex Counted();
}
