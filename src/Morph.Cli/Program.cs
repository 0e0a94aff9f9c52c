using Morph.Cli.CommandLine;
using Morph.Cli.Engine;

var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
var context = new ProgramContext(Console.Out, Console.Error, isTerminal, TimeProvider.System, new LocalEngine(TimeProvider.System, Environment.GetEnvironmentVariable)) { Environment = Environment.GetEnvironmentVariable };
return await MorphCommandLine.RunAsync(args, context);
