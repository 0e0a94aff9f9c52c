using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Morph.Actors.Hosting;

namespace Morph.Actors.Tests.Hosting;

public sealed class RunLogTests
{
    [Fact]
    public async Task A_file_holds_warnings_of_everybody_in_one_line_each()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("morph.log");
        var config = ConfigurationFactory.ParseString($"{RunLog.FileKey} = \"{file}\", akka {{ loglevel = WARNING, stdout-loglevel = OFF, loggers = [\"Morph.Actors.Hosting.RunLog, Morph.Actors\"] }}");
        await SayAsync(config);
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
            var config = ConfigurationFactory.ParseString($"{RunLog.FileKey} = \"{RunLog.StandardOutput}\", akka {{ loglevel = INFO, stdout-loglevel = OFF, loggers = [\"Morph.Actors.Hosting.RunLog, Morph.Actors\"] }}");
            await SayAsync(config);
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
