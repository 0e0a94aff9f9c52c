using System.Diagnostics;
using System.Globalization;
using Morph.Artifacts.Runs;
using Morph.Cluster.Tests.Processes;

namespace Morph.Cluster.Tests.Drills;

/// <summary>
/// The record of a drill: what was done to how many runs, and what became of them. <see cref="Report"/> adds a row to the table that
/// <c>eng/drills.sh</c> prints, and requires the promises to hold.
/// </summary>
/// <param name="set">The image set.</param>
/// <param name="name">What the drill does.</param>
internal sealed class Drill(SimulatedRun set, string name)
{
    /// <summary>Variable that names the file of the table.</summary>
    public const string TableVariable = "MORPH_DRILL_TABLE";

    /// <summary>Keys with which workers say what they begin.</summary>
    public const string Telling = "akka.loglevel = DEBUG";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly List<string> _begun = [];
    private int _runs;
    private int _lost;
    private int _twice;
    private int _different;

    /// <summary>Faults injected.</summary>
    public int Faults { get; set; }

    /// <summary>Answers that were refused because another had the unit by then.</summary>
    public int Refused { get; set; }

    /// <summary>Workers say that they began these units.</summary>
    public void Begun(IEnumerable<string> units) => _begun.AddRange(units);

    /// <summary>A run has ended: what became of it?</summary>
    public void Ended(string run)
    {
        var (lost, twice) = set.Compare(run);
        (_runs, _lost, _twice, _different) = (_runs + 1, _lost + lost, _twice + twice, _different + set.Different(run).Count);
    }

    /// <summary>Waits until a run's record says that it is at its end; a node may be killed and the run still go on, so nobody is asked.</summary>
    public static async Task<RunManifest> EndAsync(string run)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (RunManifest.Read(new(run)) is { Ended: not null } record)
            {
                return record;
            }

            Assert.True(waited.Elapsed < s_patience, $"{run} is not at its end after {s_patience}.");
            await Task.Delay(s_look);
        }
    }

    /// <summary>Adds the drill's row to the table and requires that nothing was lost, nothing was done twice, and every byte is the same.</summary>
    /// <param name="repeatedPerFault">Units that may be begun again for each fault.</param>
    public void Report(int repeatedPerFault)
    {
        var repeated = _begun.Count - _begun.Distinct().Count();
        if (Environment.GetEnvironmentVariable(TableVariable) is { Length: > 0 } table)
        {
            File.AppendAllText(table, string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {_runs} | {Faults} | {_lost} | {_twice} | {(_different == 0 ? "yes" : "NO")} | {repeated} | {Refused} | {_time.Elapsed.TotalSeconds:0} s |\n"));
        }

        Assert.Equal((0, 0, 0), (_lost, _twice, _different));
        Assert.InRange(repeated, 0, Faults * repeatedPerFault);
    }
}
