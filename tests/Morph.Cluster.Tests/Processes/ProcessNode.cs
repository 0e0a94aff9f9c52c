using System.Globalization;
using System.Net;
using Morph.EndToEnd.Tests.Resuming;

namespace Morph.Cluster.Tests.Processes;

/// <summary>A node of a <see cref="ProcessCluster"/>.</summary>
/// <param name="name">For messages.</param>
/// <param name="address">"host:port" of the cluster.</param>
/// <param name="http">Port of its endpoints.</param>
/// <param name="process">The process.</param>
internal sealed class ProcessNode(string name, string address, int http, MorphProcess process) : IDisposable
{
    private static readonly TimeSpan s_within = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longWithin = TimeSpan.FromSeconds(120);

    // A wait that nobody saw to its end goes on: a second one beside it would lose lines to it.
    private Task<bool>? _begins;

    public string Address => address;

    /// <summary>All that it has written, under its name.</summary>
    public string Told => $"{name}:\n{process.Output}\n{process.Errors}";

    /// <summary>Waits for a line that comes after those that were waited for before; half a minute at most, which is what a node may take to say what is wrong.</summary>
    /// <returns>The line.</returns>
    public Task<string> SaysAsync(string part) => SaysAsync(part, s_within);

    private async Task<string> SaysAsync(string part, TimeSpan within)
    {
        var said = "";
        var reads = process.ReadsAsync(line => (said = line).Contains(part, StringComparison.Ordinal));
        var isSaid = await Task.WhenAny(reads, Task.Delay(within)) == reads && await reads;
        Assert.True(isSaid, $"'{part}' is not said within {within.TotalSeconds} s by {Told}");
        return said;
    }

    /// <summary>Waits until it is a member that can work, or is so again.</summary>
    public Task JoinsAsync() => SaysAsync(" node ready");

    /// <summary>Status and text of /ready.</summary>
    public async Task<(HttpStatusCode Status, string Text)> ReadyAsync()
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}/ready")));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Ends it as a power cut does.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Stops it in the middle of whatever it does.</summary>
    public void Pause() => process.Pause();

    /// <summary>Lets it go on as if nothing had been.</summary>
    public void Continue() => process.Continue();

    /// <summary>Waits until the others have removed it.</summary>
    public Task IsRemovedAsync() => SaysAsync("the others removed this node", s_longWithin);

    /// <summary>Waits until it works again after others had given it up, which takes them a while to agree on.</summary>
    public Task ComesBackAsync() => SaysAsync(" node ready", s_longWithin);

    /// <summary>Waits until it begins a unit (<c>akka.loglevel = DEBUG</c>); false when it ended before.</summary>
    public Task<bool> BeginsAsync() => _begins is { IsCompleted: false } waiting ? waiting : _begins = process.ReadsAsync(line => BegunUnits.In([line]).Any());

    /// <summary>How many of its answers, or of those that it got, were refused because another had the unit by then.</summary>
    public int Refusals => process.Output.Split('\n').Count(l => l.Contains("another attempt has the lease", StringComparison.Ordinal) || l.Contains(" was refused", StringComparison.Ordinal));

    /// <summary>The units that it began to compute, in order.</summary>
    public IEnumerable<string> Begun => BegunUnits.In(process.Output.Split('\n'));

    /// <summary>Asks it to leave, and waits until it has: half a minute at most.</summary>
    public async Task LeaveAsync()
    {
        process.Terminate();
        var ends = process.EndAsync();
        Assert.True(await Task.WhenAny(ends, Task.Delay(s_within)) == ends, $"After SIGTERM it goes on for {s_within.TotalSeconds} s: {Told}");
        Assert.Equal(0, (await ends).ExitCode);
        Assert.Contains("left the cluster", process.Output, StringComparison.Ordinal);
    }

    public void Dispose() => process.Dispose();
}
