using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Configuration;
using Morph.Actors.Hosting;
using Morph.Actors.Membership;
using Morph.Actors.Protocol;
using Morph.Actors.Running;
using Morph.Actors.Serialization;
using Morph.Domain.Errors;
using Morph.Domain.Identity;
using Morph.Domain.Pixels;
using Morph.Domain.Runs;
using Morph.Domain.Settings;
using Morph.Domain.Work;

namespace Morph.Actors.Tests.Serialization;

/// <summary>
/// The bytes of every message and journal entry are stored beside this test. A journal of an old version must stay readable:
/// formats only grow, so a stored file is never edited, only added to.
/// </summary>
public sealed class WireFormatTests
{
    private static readonly Digest s_digest = Digest.OfTexts("key");
    private static readonly RunReference s_run = new("20261123-abc", "/data/run", s_digest);
    private static readonly UnitId s_unit = new(Stage.Embed, "S01", "00007");
    private static readonly Attempt s_attempt = new(2, 41);
    private static readonly ArtifactRecord s_file = new("embeddings/x/S01/00007.parquet", s_digest, 12345);
    private static readonly UnitResult s_result = new([s_file], new([new ChannelMoments(4, 10, 30)], s_digest, 638000000000000000));
    private static readonly LeftOut s_without = LeftOut.Of([false, true]);
    private static readonly DateTimeOffset s_at = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly EmbedSample s_sample = new(s_run, "S01", s_digest, s_file, s_without, 3, true) { Retry = s_at };
    private static readonly UnitComputed s_computed = new(s_unit, s_digest, s_attempt, "node", s_result);
    private static readonly KeepCheckpoint s_keep = new(s_digest, s_attempt, new(20, s_file));

    private static readonly StartRun s_start = new(s_run, Stage.Report, WorkSettings.Default) { Incarnation = 7, Claims = true, Retry = s_at };
    private static readonly RunProgress s_progress = new(Stage.Embed, 3, 24, "fields", 1.5, TimeSpan.FromSeconds(14), "00007", 1);
    private static readonly RunFinished s_finished = new(s_run.RunId, ExitCode.Quarantined, "Done, without 1 item in quarantine: see quarantine.csv.", 24);
    private static readonly JoinTerms s_terms = new(
        "10.0.0.7:4053", "0.1.0", "/runs", "0f3c", "postgresql://db:5432/morph", ImmutableSortedDictionary<string, string>.Empty.Add("akka.cluster.sharding.role", "embedder"));

    private static readonly IWireMessage[] s_messages =
    [
        new EnqueueWork([new(s_unit, s_digest, s_run, new EmbedTask(s_file)), new(new(Stage.Train), s_digest, s_run, new TrainTask(s_without, new([1.5], [2.5]), new(20, s_file))), new(new(Stage.Train), s_digest, s_run, new AdoptTask())]),
        new RequestWork([Stage.Load, Stage.Mask], "10.0.0.7:4053"),
        new WorkOffered(new(s_unit, s_digest, s_run, new MaskTask(s_without)), s_attempt, TimeSpan.FromSeconds(60)),
        new RenewLease(s_unit, s_digest, s_attempt, "10.0.0.7:4053"),
        new LeaseLost(s_unit, s_attempt),
        s_computed,
        new UnitAbandoned(s_unit, s_digest, s_attempt, "node", FailureKind.Item, "cut short"),
        new UnitReturned(s_unit, s_digest, s_attempt, "node"),
        new AttemptEnded(s_computed),
        new AttemptSettled(s_unit, s_attempt, "late"),
        new DrainWork(),
        new WorkDrained(),
        s_start,
        new StopRun(),
        new RunProgressed(s_progress),
        new RunEnded(RunEnd.Failed, "disk full", 7),
        new RunStarted(s_run, 2, s_at) { Retry = s_at },
        new StageMarked(Stage.Mask, true, 6, s_at),
        new RunState { Run = s_run, Incarnation = 2, Retry = s_at, Units = UnitLedger.Empty.Apply(new UnitCommitted(s_unit, s_digest, s_attempt, "node", s_result, s_at)), CheckpointKey = s_digest, Checkpoint = new(20, s_file) },
        new TrainingAdvanced(s_digest, 20, 300, 1.25),
        s_keep,
        new CheckpointOffered(s_keep),
        new CheckpointKept(20),
        new TrainingCheckpointed(s_digest, new(20, s_file), s_at),
        s_sample,
        new SamplePlanned(s_sample, s_at),
        new SampleAdvanced(s_run.RunId, "S01", 3, true, "00007"),
        new SampleEmbedded(s_run.RunId, "S01", s_digest, 3, 1, [new(Stage.Embed, "S01", "00009", 3, "cut short")]),
        new SampleFailed(s_run.RunId, "S01", "disk full"),
        new GetEmbeddings("S01", 100),
        new EmbeddingsPage("S01", 100, 101, [new("00007", s_file)]),
        new ClusterRun(s_run, Stage.Cluster, s_without),
        new ClusteringAdvanced(Stage.Reduce, true, true),
        new UnitAdvanced("run-1", Stage.Reduce, "layout 45 %"),
        new RunClustered(s_digest),
        new ClusteringFailed("nothing left"),
        new UnitCommitted(s_unit, s_digest, s_attempt, "node", s_result, s_at),
        new UnitFailed(s_unit, s_digest, s_attempt, "node", "cut short", s_at),
        new UnitQuarantined(s_unit, s_digest, 3, "cut short", s_at),
        new UnitDamaged(s_unit, s_file.Path, "missing", s_at),
        new UnitReopened(s_unit, s_digest, s_at),
        new SubmitRun(s_start, "0.1.0"),
        new RunAccepted(s_run.RunId, 1),
        new RunRefused(s_run.RunId, "another version"),
        new FollowRun(s_run.RunId),
        new CancelRun(s_run.RunId),
        s_finished,
        new RunQueued(s_start, s_at),
        new RunBegun(s_run.RunId, 7, s_at),
        new RunClosed(s_finished, s_at),
        new GetClusterStatus(),
        new ClusterStatus(
            [new("10.0.0.7:4053", ["embedder", "imaging"], "up", 2, 17, 1.5)],
            [new(s_run.RunId, s_run.Directory, s_at, s_progress, ""), new("later", "/data/later", s_at, null, "waits")],
            ["embed/S01/00009 on 10.0.0.7:4053: cut short"]),
        new AskToJoin(s_terms),
        new GetTerms(),
        s_terms,
        new JoinAnswer(true, "another version"),
    ];

    private static string GoldenFolder => Path.Combine(TestData.RepositoryRoot, "tests", "Morph.Actors.Tests", "Serialization", "Wire");

    public static TheoryData<string> Names => [.. WireManifests.All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_round_trips_and_its_stored_form_is_still_read(string name)
    {
        var message = s_messages.Single(m => m.GetType() == WireManifests.TypeOf(name));
        var json = JsonSerializer.Serialize(message, message.GetType(), WireJson.Options);
        var golden = Path.Combine(GoldenFolder, name + ".json");
        if (Environment.GetEnvironmentVariable("MORPH_STORE_WIRE_FORMATS") == "1" && !File.Exists(golden))
        {
            Directory.CreateDirectory(GoldenFolder);
            File.WriteAllText(golden, json + "\n");
        }

        Assert.Equal(File.ReadAllText(golden).TrimEnd(), json);
        Assert.Equal(json, Again(Encoding.UTF8.GetBytes(json), name));
    }

    public static TheoryData<string> EarlierForms =>
        [.. Directory.GetFiles(Path.Combine(GoldenFolder, "Earlier")).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EarlierForms))]
    public void A_form_that_an_earlier_version_wrote_is_read(string form)
    {
        // "NAME.N": the N-th form of a message.
        var name = form[..form.LastIndexOf('.')];
        var earlier = File.ReadAllBytes(Path.Combine(GoldenFolder, "Earlier", form + ".json"));
        AssertHolds(JsonNode.Parse(Again(earlier, name)), JsonNode.Parse(earlier));
    }

    /// <summary>All that an earlier form says is said again.</summary>
    private static void AssertHolds(JsonNode? now, JsonNode? earlier)
    {
        if (earlier is JsonObject properties)
        {
            Assert.All(properties, p => AssertHolds(now![p.Key], p.Value));
        }
        else
        {
            Assert.True(JsonNode.DeepEquals(now, earlier), $"{earlier} has become {now}");
        }
    }

    [Fact]
    public void A_run_of_an_earlier_version_has_the_default_limit_for_its_units()
    {
        var earlier = File.ReadAllText(Path.Combine(GoldenFolder, "Earlier", "run.start.1.json"));
        Assert.Equal(WorkSettings.Default.UnitLimit, JsonSerializer.Deserialize<StartRun>(earlier, WireJson.Options)!.Work.UnitLimit);
    }

    [Fact]
    public void A_form_with_properties_of_a_later_version_is_read()
    {
        var later = Encoding.UTF8.GetBytes("""{"Key":"","Step":20,"Total":300,"Mi":1.25,"Seconds":2.5}""");
        Assert.Equal("""{"Key":"","Step":20,"Total":300,"Mi":1.25}""", Again(later, "train.advanced"));
    }

    [Fact]
    public async Task Nothing_but_registered_types_crosses_the_wire()
    {
        using var folder = new TemporaryFolder();
        using var system = ActorSystem.Create("wire", AkkaConfiguration.Local(folder.File("journal.db"), ConfigurationFactory.ParseString("akka.actor.provider = local")));
        var serialization = system.Serialization;
        Assert.All(s_messages, m => Assert.IsType<MorphSerializer>(serialization.FindSerializerFor(m)));
        Assert.ThrowsAny<Exception>(() => serialization.Serialize(new Unregistered("x")));
        await system.Terminate();
    }

    [Fact]
    public void A_full_queue_of_orders_stays_under_the_transports_limit()
    {
        var order = new WorkOrder(
            new(Stage.Load, new string('s', 60), new string('f', 60)), s_digest, s_run with { Directory = "/" + new string('d', 100) }, new EmbedTask(s_file));
        var message = new EnqueueWork([.. Enumerable.Repeat(order, RunCoordinator.MaxOrdersPerMessage)]);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Options).Length, 1, 64_000);
    }

    [Fact]
    public void No_message_grows_with_the_set_beyond_what_the_transport_takes()
    {
        var name = new string('n', 40);
        var everyThird = LeftOut.Of(Enumerable.Range(0, 200_000).Select(i => i % 3 == 0));
        var item = new QuarantinedItem(Stage.Embed, name, name, 3, new string('r', 1000));
        IWireMessage[] largest =
        [
            new WorkOffered(new(s_unit, s_digest, s_run, new TrainTask(everyThird, new([1.5], [2.5]), new(20, s_file))), s_attempt, TimeSpan.FromSeconds(60)),
            new EmbedSample(s_run, name, s_digest, s_file, everyThird, 3, true),
            new ClusterRun(s_run, Stage.Cluster, everyThird),
            new SampleEmbedded(s_run.RunId, name, s_digest, 200_000, 66_667, [.. Enumerable.Repeat(item, 50)]),
            new EmbeddingsPage(name, 0, 200_000, [.. Enumerable.Repeat(new EmbeddingReference(name, s_file with { Path = new('p', 200) }), 100)]),
            new ClusterStatus(
                [.. Enumerable.Repeat(new NodeStatus("node-0123456789:4053", NodeRoles.All, "up", 12, 123456, 1.23456789), 300)],
                [.. Enumerable.Repeat(new RunStatus(s_run.RunId, new('d', 100), s_at, s_progress, "waits"), 10)],
                [.. Enumerable.Repeat(new string('f', 400), 10)]),
        ];
        Assert.All(largest, m => Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(m, m.GetType(), WireJson.Options).Length, 1, 64_000));
    }

    private static string Again(byte[] bytes, string name) =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(bytes, WireManifests.TypeOf(name), WireJson.Options), WireManifests.TypeOf(name), WireJson.Options);

    private sealed record Unregistered(string Text);
}
