using Morph.Cli.CommandLine;
using Morph.Cli.Planning;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary><c>morph plan</c>: what would run.</summary>
internal static class PlanCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var question = new RunQuestion();
        var json = CommonOptions.Json("one JSON object with the whole plan and all settings");
        var command = new DocumentedCommand("plan", "what would run, and whether the images are understood; writes nothing", "plan IMAGES [--samples CSV] [options]")
        {
            About = "Reads the names and headers of the images and shows samples, fields, channels, sizes, windows, steps and an estimate of the time. "
                + "A missing channel, mixed sizes, an unknown field or a duplicate ends with 3, with the file or row and what to do. Writes nothing.\n \n"
                + "Which file is what is taken from --samples (a table), from --pattern (a regular expression), or from names like 00733-DNA.tif "
                + "(FIELD-CHANNEL); without a table or pattern, every four consecutive fields are one sample.",
            Examples =
            [
                ("morph plan images", "FIELD-CHANNEL names, four fields to a sample"),
                ("morph plan images --samples samples.csv", "a table with the columns field,sample or a LoadData table"),
                ("morph plan images --pattern '(?<sample>[A-P]\\d\\d)_s(?<field>\\d)_w(?<channel>\\d)'", "names like B02_s1_w1.tif"),
            ],
        };
        command.SetAction(parsed =>
        {
            var plan = question.Plan(parsed);
            if (parsed.GetValue(json))
            {
                PlanText.WriteJson(plan, Environment.ProcessorCount, context.Output);
            }
            else
            {
                PlanText.Write(plan, Environment.ProcessorCount, context.Output);
            }

            return (int)ExitCode.Done;
        });
        return command.With([.. question.Symbols, json]);
    }
}
