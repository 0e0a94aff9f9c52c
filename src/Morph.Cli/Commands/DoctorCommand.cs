using System.Text.Json;
using Morph.Cli.CommandLine;
using Morph.Cli.Health;
using Morph.Cli.Progress;
using Morph.Domain.Errors;

namespace Morph.Cli.Commands;

/// <summary><c>morph doctor</c>: the machine, and a fix for each failure.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var directory = CommonOptions.Out("where runs would be written (default: the current directory)");
        var json = CommonOptions.Json("one JSON object with all findings");
        var command = new DocumentedCommand("doctor", "check this machine: torch, device, threads, memory, disk, database, ports", "doctor [--out DIR] [--json]")
        {
            About = "Looks at everything that a run needs of the machine and prints a fix for each failure. Changes nothing. Ends with 0 when a run can work here, with 1 when it cannot.",
            Examples = [("morph doctor", "check this machine"), ("morph doctor --out /data/results", "check that directory and its disk, too")],
        };
        command.SetAction(parsed =>
        {
            var findings = MachineChecks.All(parsed.GetValue(directory) ?? Environment.CurrentDirectory).ToList();
            var bad = findings.Any(f => f.State == HealthState.Bad);
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(JsonSerializer.Serialize(
                    new { Healthy = !bad, Findings = findings.Select(f => new { f.Check, State = f.State.ToString().ToLowerInvariant(), f.Found, f.Fix }) }, JsonText.Page));
            }
            else
            {
                Write(findings, context.Output);
            }

            return (int)(bad ? ExitCode.Failed : ExitCode.Done);
        });
        return command.With(directory, json);
    }

    private static void Write(List<HealthFinding> findings, TextWriter output)
    {
        var width = findings.Max(f => f.Check.Length);
        foreach (var finding in findings)
        {
            var mark = finding.State switch { HealthState.Good => "ok  ", HealthState.Warning => "warn", _ => "FAIL" };
            output.WriteLine($"{mark}  {finding.Check.PadRight(width)}  {finding.Found}");
            if (finding.Fix.Length > 0)
            {
                output.WriteLine($"      {new string(' ', width)}  fix: {finding.Fix.ReplaceLineEndings($"{Environment.NewLine}      {new string(' ', width)}  ")}");
            }
        }

        output.WriteLine();
        output.WriteLine(findings.Count(f => f.State == HealthState.Bad) switch
        {
            0 => "This machine can run morph.",
            var n => $"{ProgressText.Count(n, "failure")} to mend before a run can work here.",
        });
    }
}
