using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Actors.Working;
using Morph.Cli.CommandLine;
using Morph.Cli.Engine;
using Morph.Domain.Errors;
using Morph.Domain.Runs;

namespace Morph.Cli.Tests;

/// <summary>One command line, run in this process, with what it wrote.</summary>
internal sealed record MorphRun(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;

    public static async Task<MorphRun> Of(IRunEngine engine, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await MorphCommandLine.RunAsync(arguments, new ProgramContext(output, error, IsTerminal: false, TimeProvider.System, engine));
        return new(code, output.ToString(), error.ToString());
    }

    public static Task<MorphRun> Of(params string[] arguments) => Of(new FakeEngine(), arguments);
}

/// <summary>Records what it is asked to run and ends as it is told to.</summary>
internal sealed class FakeEngine : IRunEngine
{
    public List<RunRequest> Orders { get; } = [];

    public RunOutcome Outcome { get; init; } = new(ExitCode.Done, "", 7, []);

    public LedgerReading Ledger { get; init; } = new([], [], [], 1);

    public Action<RunRequest>? Working { get; init; }

    public Task<RunOutcome> ExecuteAsync(RunRequest request, IProgress<RunProgress> progress, CancellationToken stop)
    {
        Orders.Add(request);
        Working?.Invoke(request);
        progress.Report(new(Stage.Load, 0, 8, "fields", null, null, "", 0));
        progress.Report(new(Stage.Load, 8, 8, "fields", 4, TimeSpan.Zero, "", 0));
        return Task.FromResult(Outcome);
    }

    public Task<LedgerReading> ReadLedgerAsync(string runDirectory, CancellationToken cancellation) => Task.FromResult(Ledger);

    public IEnumerable<NodeWorker> Workers(IReadOnlyCollection<string> roles, IRunStore store, int parallelism, string device) => throw new NotSupportedException();

    public IUnitExecutor ExecutorOf(Stage stage, string device) => throw new NotSupportedException();
}
