using System.Diagnostics;
using System.Globalization;
using Morph.Actors.Ledger;
using Morph.Artifacts.Tables;
using Morph.Domain.Runs;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>Images that harm whoever reads them: each is found out, named and left behind, and the rest is as it would have been without them.</summary>
internal static class PoisonDrill
{
    private const int Kills = 4;

    /// <summary>Does it.</summary>
    public static async IAsyncEnumerable<DrillRow> RowsAsync()
    {
        using var set = await DrillSet.CreateAsync(samples: 4, fields: 3);
        var torn = set.Fields[0];
        var whole = set.File("images", $"{torn}-DNA.png");
        (Stage Stage, string Field, string Harm, string Reason)[] cases =
        [
            (Stage.Load, torn, "is cut short", "truncated"),
            (Stage.Load, set.Fields[1], "throws", "InvalidOperationException"),
            (Stage.Load, set.Fields[4], "hangs", "not done after 3 s, the limit of morph.work.unit-limit"),
            (Stage.Load, set.Fields[6], "crashes", "died of signal 11 (segmentation fault)"),
            (Stage.Load, set.Fields[7], "devours memory", "needs more memory"),
            (Stage.Embed, set.Fields[10], "crashes", "died of signal 11 (segmentation fault)"),
        ];
        await set.PoisonedAsync("", "whole");
        File.Copy(whole, set.File("kept.png"));
        using (var file = new FileStream(whole, FileMode.Open))
        {
            file.SetLength(400);
        }

        string Poison(Func<string, string> how) => string.Join(';', cases.Skip(1).Select(c => $"{c.Stage.Word()}/{c.Field}={how(c.Harm)}"));
        var without = await set.PoisonedAsync(Poison(_ => "refused"), "without");

        // Each death of the program is one command of the user's, who repeats it.
        var codes = new List<int>();
        do
        {
            codes.Add((await set.PoisonedAsync(Poison(h => h), "poisoned")).ExitCode);
        }
        while (codes[^1] == 139 && codes.Count < 5);

        var isSame = without.ExitCode == 4 && set.AreSame("without", "poisoned");
        var items = QuarantineTable.Read(set.File("poisoned", "quarantine.csv"));
        foreach (var (stage, field, harm, reason) in cases)
        {
            var item = items.SingleOrDefault(i => i.Field == field && i.Stage == stage);
            yield return new(
                $"a field that {harm}",
                $"{stage.Word()} of {field} {harm}",
                item?.Reason.Replace(set.File("images"), "IMAGES", StringComparison.Ordinal) ?? "nothing",
                item is null ? "" : $"{item.Attempts} attempts, then quarantine",
                string.Join(", ", codes),
                isSame,
                isSame && item is { Attempts: 3 } && item.Reason.Contains(reason, StringComparison.Ordinal) && item.Reason.Contains(field, StringComparison.Ordinal)
                    && items.Count == cases.Length && codes[^1] == 4 && codes[..^1].TrueForAll(c => c == 139));
        }

        yield return await MendAsync(set, whole);
        yield return await KillAsync(set);
    }

    /// <summary>The torn file is replaced by its whole copy, the others do no harm any more.</summary>
    private static async Task<DrillRow> MendAsync(DrillSet set, string torn)
    {
        File.Copy(set.File("kept.png"), torn, overwrite: true);
        var plain = await set.PoisonedAsync("", "poisoned");
        var retry = await set.PoisonedAsync("", "poisoned", "--retry-failed");
        var again = await set.PoisonedAsync("", "poisoned");
        var isSame = set.AreSame("whole", "poisoned");
        return new(
            "mended and tried again",
            "the same command, the same with --retry-failed, the same without",
            plain.Error.Contains("--retry-failed", StringComparison.Ordinal) ? "the file that has another length, and --retry-failed" : plain.Error,
            $"{UnitsDone(retry)} units, then {UnitsDone(again)}",
            $"{plain.ExitCode}, {retry.ExitCode}, {again.ExitCode}",
            isSame,
            isSame && (plain.ExitCode, retry.ExitCode, again.ExitCode) == (3, 0, 0) && UnitsDone(again) == "0"
                && QuarantineTable.Read(set.File("poisoned", "quarantine.csv")).Count == 0 && Directory.GetFiles(set.File("poisoned", "work")).Length == 0);
    }

    /// <summary>The program is killed again and again while the same innocent field is at work, more often than there are attempts.</summary>
    private static async Task<DrillRow> KillAsync(DrillSet set)
    {
        var field = set.Fields[5];
        var survivors = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var morph = set.StartPoisoned($"load/{field}=hangs", "killed", DrillSet.Usual);
            var isAtWork = kill == 0
                ? await Eventually.IsAsync(() => Marks(set).Any(m => m.Contains(field, StringComparison.Ordinal)))
                : await Eventually.IsAsync(() => morph.Children().Count == 1);
            if (kill == Kills - 1)
            {
                // The process of its own alone: the program goes on and starts another one.
                var killed = morph.Children().Single();
                Process.GetProcessById(int.Parse(killed, CultureInfo.InvariantCulture)).Kill();
                isAtWork &= await Eventually.IsAsync(() => morph.Children().Any(c => c != killed));
            }

            var children = morph.Children();
            await morph.KillAsync();
            survivors += isAtWork && await Eventually.IsAsync(() => !children.Any(c => Directory.Exists($"/proc/{c}"))) ? 0 : 1;
        }

        var failures = (await LedgerReader.ReadAsync(set.File("killed"), CancellationToken.None)).Units.Entries.Values.Sum(e => e.Failures);
        var last = await set.PoisonedAsync("", "killed");
        var isSame = set.AreSame("whole", "killed");
        return new(
            "killed while an innocent field is at work",
            $"kill -9 {Kills} times: at work in the program, then in a process of its own, at last that process alone as well",
            $"{failures} failed attempts, {QuarantineTable.Read(set.File("killed", "quarantine.csv")).Count} in quarantine",
            $"{UnitsDone(last)} units by the last",
            $"137 x {Kills}, {last.ExitCode}",
            isSame,
            isSame && last.ExitCode == 0 && survivors == 0 && failures == 0);
    }

    private static string[] Marks(DrillSet set) => Directory.Exists(set.File("killed", "work")) ? Directory.GetFiles(set.File("killed", "work")) : [];

    private static string UnitsDone(Ended run) =>
        System.Text.RegularExpressions.Regex.Match(run.Output, "\"unitsDone\":(\\d+)") is { Success: true } found ? found.Groups[1].Value : "no";
}
