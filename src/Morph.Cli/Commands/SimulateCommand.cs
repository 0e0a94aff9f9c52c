using System.CommandLine;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Imaging.Simulate;

namespace Morph.Cli.Commands;

/// <summary><c>morph simulate</c>: cell images with known phenotypes, as real files.</summary>
internal static class SimulateCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var normal = new SimulationOptions();
        var folder = new Argument<string>("OUT") { Description = "folder for the images; made when missing" };
        var samples = Number("--samples", $"samples, each with a phenotype of its own; 2 to {PhenotypeCatalogue.Count}", 2, PhenotypeCatalogue.Count, normal.Samples);
        var fields = Number("--fields", "fields per sample", 1, 100_000, normal.Fields);
        var size = Number("--size", "side of a field in pixels", 32, 8192, normal.Height);
        var seed = Number("--seed", "seed of every random number", 0, int.MaxValue, (int)normal.Seed);
        var bits = new Option<string?>("--bits") { HelpName = "8|16", Description = "bits per pixel (default 8)" };
        var format = new Option<string?>("--format") { HelpName = "png|tif", Description = "file format (default png)" };
        var command = new DocumentedCommand("simulate", "make cell images with known phenotypes, as real files", "simulate OUT [options]")
        {
            About = "Writes one file per field and channel (DNA, pH3, actin), samples.csv for --samples, and what is true: truth.csv (cells by kind) and phenotypes.md. "
                + $"Among the {PhenotypeCatalogue.Count} phenotypes one pair differs only in the density of cells, one only in the intensity of a stain. The same options give the same bytes.",
            Examples =
            [
                ("morph simulate cells", "14 samples of 4 fields of 512 x 512 pixels"),
                ("morph simulate cells --samples 6 --fields 2 --size 256", "a small set"),
                ("morph run cells --samples cells/samples.csv --out results --iterations 300", "and what morph makes of it"),
            ],
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new SimulationOptions(samples.Read(parsed), fields.Read(parsed), seed.Read(parsed), size.Read(parsed), size.Read(parsed))
            {
                BitDepth = Word(parsed, bits, "8", "16") == "16" ? 16 : 8,
                Format = Word(parsed, format, "png", "tif") == "tif" ? SimulatedFormat.Tif : SimulatedFormat.Png,
            };
            Simulate(context, parsed.GetRequiredValue(folder), options, stop);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command.With(folder, samples.Option, fields.Option, size.Option, bits, format, seed.Option);
    }

    /// <summary>Simulates a set, with a line at the end.</summary>
    /// <exception cref="MorphException">The folder cannot be used, or it was stopped.</exception>
    public static void Simulate(ProgramContext context, string folder, SimulationOptions options, CancellationToken stop)
    {
        using var signals = new StopSignals(context.Error, "stopping after the file at work; the same command continues. Once more ends at once.", stop);
        var began = context.Clock.GetTimestamp();
        CellSimulator.Write(folder, options, progress: null, signals.Token);
        context.Output.WriteLine($"{ProgressText.Count(options.Samples, "sample")} of {ProgressText.Count(options.Fields, "field")} simulated in "
            + $"{ProgressText.Duration(context.Clock.GetElapsedTime(began))}: {Path.GetFullPath(folder)}");
    }

    private static string Word(ParseResult parsed, Option<string?> option, string normal, string other) =>
        (parsed.GetValue(option) ?? normal) is var word && (word == normal || word == other)
            ? word
            : throw new UsageException($"{option.Name} '{word}' is not allowed: it takes {normal} or {other}.");

    private static ValueOption<int> Number(string name, string description, int from, int to, int normal) =>
        new(name, "N", description, ValueKinds.Whole(from, to), normal);
}
