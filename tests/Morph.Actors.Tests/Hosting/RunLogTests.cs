using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Morph.Actors.Hosting;
using Npgsql;

namespace Morph.Actors.Tests.Hosting;

public sealed class RunLogTests
{
    [Fact]
    public async Task A_file_holds_warnings_of_everybody_in_one_line_each()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("morph.log");
        await SayAsync(ConfigurationFactory.ParseString("akka.loglevel = WARNING").WithFallback(ConfigOf(file)));
        var lines = File.ReadAllLines(file);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warning Morph\.Test \(akka://log\) a warning of ours$", lines[0]);
        Assert.EndsWith(" error Other.Test (akka://log) an error of others", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_output_shows_our_news_and_the_warnings_of_others()
    {
        var said = new StringWriter(); // never closed: systems of other tests may be writing to it
        var before = Console.Out;
        Console.SetOut(said);
        try
        {
            await SayAsync(ConfigOf(RunLog.StandardOutput));
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
        var file = folder.File("morph.log");
        var system = ActorSystem.Create("log", ConfigOf(file));
        var log = Logging.GetLogger(system, "Akka.Test");
        log.Error(
            new AggregateException("while rolling back", new ObjectDisposedException("transaction"), new NpgsqlException("Exception while reading.", new EndOfStreamException("the end\nof it"))),
            "Failed to persist {0}",
            "an event");
        log.Error(new InvalidOperationException("unforeseen"), "Failed");
        Logging.GetLogger(system, "akka://log/system/endpointManager/writer").Warning("A connection is lost: [why]\n   at Akka.Somewhere]");
        await system.Terminate();

        var lines = File.ReadAllLines(file);
        Assert.EndsWith(" warning Akka.Test (akka://log) Failed to persist an event (Exception while reading: the end of it)", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" error Akka.Test (akka://log) Failed", lines[1], StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: unforeseen", lines[2]);
        Assert.EndsWith(" A connection is lost: [why]", lines[3], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    private static Config ConfigOf(string file) => ConfigurationFactory.ParseString(
        $"{RunLog.FileKey} = \"{file}\", akka {{ loglevel = INFO, stdout-loglevel = OFF, loggers = [\"Morph.Actors.Hosting.RunLog, Morph.Actors\"] }}");

    private static async Task SayAsync(Config config)
    {
        var system = ActorSystem.Create("log", config);
        var ours = Logging.GetLogger(system, "Morph.Test");
        var others = Logging.GetLogger(system, "Other.Test");
        ours.Info("news of ours");
        others.Info("news of others");
        ours.Warning("a warning of ours");
        others.Error("an error of others");
        await system.Terminate();
    }
}
