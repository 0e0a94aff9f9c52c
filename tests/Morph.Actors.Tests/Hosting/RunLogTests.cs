using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Morph.Actors.Hosting;
using Npgsql;

namespace Morph.Actors.Tests.Hosting;

public sealed class RunLogTests
{
    private const string Last = "an error of others";

    [Fact]
    public async Task A_file_holds_warnings_of_everybody_in_one_line_each()
    {
        using var folder = new TemporaryFolder();
        var lines = await LinesAsync(folder.File("morph.log"), Say);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warning Morph\.Test \(akka://log\) a warning of ours$", lines[0]);
        Assert.EndsWith(" error Other.Test (akka://log) an error of others", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_shows_our_news_and_the_warnings_of_others()
    {
        var said = new Ear(Last); // never closed: systems of other tests may be writing to it
        var before = Console.Out;
        Console.SetOut(said);
        try
        {
            var system = ActorSystem.Create("log", ConfigOf(RunLog.StandardOutput, "INFO"));
            Say(system);
            await said.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await system.Terminate();
        }
        finally
        {
            Console.SetOut(before);
        }

        var text = said.ToString();
        Assert.Contains("info Morph.Test (akka://log) news of ours", text, StringComparison.Ordinal);
        Assert.Contains("warning Morph.Test (akka://log) a warning of ours", text, StringComparison.Ordinal);
        Assert.Contains("error Other.Test (akka://log) an error of others", text, StringComparison.Ordinal);
        Assert.DoesNotContain("news of others", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_of_the_database_and_of_connections_are_warnings_in_one_line_and_what_nobody_foresaw_keeps_its_stack()
    {
        using var folder = new TemporaryFolder();
        var lines = await LinesAsync(folder.File("morph.log"), system =>
        {
            var log = Logging.GetLogger(system, "Akka.Test");
            log.Error(
                new AggregateException("while rolling back", new ObjectDisposedException("transaction"), new NpgsqlException("Exception while reading.", new EndOfStreamException("the end\nof it"))),
                "Failed to persist {0}",
                "an event");
            Logging.GetLogger(system, "akka://log/system/endpointManager/writer").Warning("A connection is lost: [why]\n   at Akka.Somewhere]");
            log.Error(new InvalidOperationException("unforeseen"), "Failed");
            log.Error(Last);
        });

        Assert.Equal(5, lines.Length);
        Assert.EndsWith(" warning Akka.Test (akka://log) Failed to persist an event (Exception while reading: the end of it)", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" A connection is lost: [why]", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" error Akka.Test (akka://log) Failed", lines[2], StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: unforeseen", lines[3]);
    }

    /// <summary>A failure of the log would itself be logged: a full disk once kept a run busy with that, and nothing else, until memory ran out.</summary>
    [SkippableFact]
    public async Task A_file_that_takes_no_more_is_told_once_and_the_log_goes_on()
    {
        const string full = "/dev/full";
        Skip.IfNot(File.Exists(full), $"There is no {full} here.");
        var said = new Ear("cannot be written");
        var before = Console.Error;
        Console.SetError(said);
        try
        {
            var system = ActorSystem.Create("log", ConfigOf(full, "WARNING"));
            Say(system);
            Say(system);
            await said.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await system.Terminate();
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Single(said.ToString().Split($"The log {full} cannot be written: ").Skip(1));
    }

    private static Config ConfigOf(string file, string level) => ConfigurationFactory.ParseString(
        $"{RunLog.FileKey} = \"{file}\", akka {{ loglevel = {level}, stdout-loglevel = OFF, loggers = [\"Morph.Actors.Hosting.RunLog, Morph.Actors\"] }}");

    private static void Say(ActorSystem system)
    {
        var ours = Logging.GetLogger(system, "Morph.Test");
        var others = Logging.GetLogger(system, "Other.Test");
        ours.Info("news of ours");
        others.Info("news of others");
        ours.Warning("a warning of ours");
        others.Error(Last);
    }

    /// <summary>The log of what is said, up to the last line: a system that ends drops what it has not written yet.</summary>
    private static async Task<string[]> LinesAsync(string file, Action<ActorSystem> say)
    {
        var system = ActorSystem.Create("log", ConfigOf(file, "WARNING"));
        say(system);
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!File.Exists(file) || !(await File.ReadAllTextAsync(file)).Contains(Last, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < deadline, $"'{Last}' is not written within 20 s.");
            await Task.Delay(20);
        }

        await system.Terminate();
        return await File.ReadAllLinesAsync(file);
    }

    private sealed class Ear(string word) : StringWriter
    {
        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(word, StringComparison.Ordinal) == true)
            {
                Heard.TrySetResult();
            }
        }
    }
}
