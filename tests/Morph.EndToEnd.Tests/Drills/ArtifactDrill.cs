using System.Text.RegularExpressions;
using Morph.Artifacts.Runs;
using Morph.Domain.Identity;

namespace Morph.EndToEnd.Tests.Drills;

/// <summary>Each kind of file that a run commits is deleted, cut short, changed in one byte and replaced: verify names it, run repairs it and nothing else.</summary>
internal static partial class ArtifactDrill
{
    /// <summary>What the kinds are called, and which of a run's files are of the kind.</summary>
    private static readonly (string Kind, string Pattern)[] s_kinds =
    [
        ("mask", @"^masks/[^/]+/.+\.png$"),
        ("listing of a sample's masks", @"^masks/.+\.files\.csv$"),
        ("trained encoder", @"^checkpoints/.+/best\.ckpt$"),
        ("last checkpoint", @"^checkpoints/.+/last\.ckpt$"),
        ("losses", @"^checkpoints/.+/losses\.csv$"),
        ("embeddings of a field", @"^embeddings/.+\.parquet$"),
        ("map", @"^reduce/.+/umap\.parquet$"),
        ("windows", @"^clusters/windows\.parquet$"),
        ("fields", @"^clusters/fields\.csv$"),
        ("samples", @"^clusters/samples\.csv$"),
        ("quality", @"^clusters/metrics\.json$"),
        ("page", @"^report/index\.html$"),
        ("figure of the page", @"^report/[^/]+\.png$"),
        ("picture of a field", @"^report/fields/.+\.png$"),
        ("listing of the page's files", @"^report.*\.files\.csv$"),
    ];

    private static readonly (string Name, Action<string, string> Do)[] s_damages =
    [
        ("deleted", (file, _) => File.Delete(file)),
        ("cut short", (file, _) =>
        {
            using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        }),
        ("one byte changed", (file, _) =>
        {
            var bytes = File.ReadAllBytes(file);
            bytes[bytes.Length / 2] ^= 1;
            File.WriteAllBytes(file, bytes);
        }),
        ("replaced by another run's", (file, other) => File.Copy(other, file, overwrite: true)),
    ];

    /// <summary>Does it.</summary>
    /// <param name="isShort">Different damage to many kinds of file at once, instead of each damage to each kind by itself.</param>
    public static async IAsyncEnumerable<DrillRow> RowsAsync(bool isShort)
    {
        using var set = await DrillSet.CreateAsync(samples: 3, fields: 2);
        await DrillSet.HereAsync(set.Command("run", DrillSet.Usual));
        await DrillSet.HereAsync(set.Command("other", DrillSet.Usual, "--seed", "9"));
        var whole = FilesOf(set.File("run"));
        var others = FilesOf(set.File("other")).Keys.ToList();
        var kinds = s_kinds.Index().Select(k =>
        {
            var path = whole.Keys.Order(StringComparer.Ordinal).First(p => Regex.IsMatch(p, k.Item.Pattern));
            var other = others.Where(p => Regex.IsMatch(p, k.Item.Pattern)).OrderByDescending(p => Path.GetFileName(p) == Path.GetFileName(path)).First();
            return (k.Item.Kind, File: new DamagedFile(path, set.File("other", other)), Turn: s_damages[k.Index % s_damages.Length]);
        }).ToList();
        if (!isShort)
        {
            foreach (var (kind, file, _) in kinds)
            {
                foreach (var damage in s_damages)
                {
                    yield return await RowAsync(set, whole, kind, [(file, damage)], units: 1);
                }
            }

            yield break;
        }

        // What a damaged listing lists cannot be compared: listings have a turn of their own.
        foreach (var turn in kinds.GroupBy(k => k.Kind.StartsWith("listing", StringComparison.Ordinal)))
        {
            var files = turn.Select(k => (k.File, k.Turn)).ToList();
            yield return await RowAsync(set, whole, string.Join(", ", turn.Select(k => k.Kind)), files, units: files.Select(f => f.File.Room).Distinct().Count());
        }
    }

    private static async Task<DrillRow> RowAsync(
        DrillSet set,
        IReadOnlyDictionary<string, (Digest Digest, DateTime Written)> whole,
        string kind,
        IReadOnlyList<(DamagedFile File, (string Name, Action<string, string> Do) Damage)> damages,
        int units)
    {
        var before = FilesOf(set.File("run"));
        foreach (var (file, damage) in damages)
        {
            damage.Do(set.File("run", file.Path), file.Other);
        }

        var verify = await DrillSet.HereAsync("verify", set.File("run"));
        var run = await DrillSet.HereAsync(set.Command("run", DrillSet.Usual));
        var again = await DrillSet.HereAsync("verify", set.File("run"));
        var after = FilesOf(set.File("run"));
        var rewritten = after.Where(a => !before.TryGetValue(a.Key, out var was) || was.Written != a.Value.Written).Select(a => a.Key).ToList();
        var done = UnitsDone().Match(run.Output).Groups[1].Value;
        var named = verify.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rooms = damages.Select(d => d.File.Room).ToHashSet();
        var isSame = whole.Count == after.Count && whole.All(w => after.TryGetValue(w.Key, out var now) && now.Digest == w.Value.Digest);
        return new(
            kind,
            string.Join("; ", damages.Select(d => $"{d.File.Path} {d.Damage.Name}")),
            string.Join("; ", named),
            $"{done} {(done == "1" ? "unit" : "units")}, {rewritten.Count} {(rewritten.Count == 1 ? "file" : "files")} of {string.Join(", ", rewritten.Select(r => r.Split('/')[0]).Distinct())}",
            $"{verify.ExitCode}, {run.ExitCode}, {again.ExitCode}",
            isSame,
            isSame && (verify.ExitCode, run.ExitCode, again.ExitCode) == (1, 0, 0) && done == $"{units}"
                && named.Select(n => n.Split(": ")[0]).ToHashSet().SetEquals(damages.Select(d => d.File.Path))
                && rewritten.TrueForAll(r => rooms.Contains(r.Split('/')[0])) && damages.All(d => rewritten.Contains(d.File.Path)));
    }

    private sealed record DamagedFile(string Path, string Other)
    {
        /// <summary>The folder of its stage.</summary>
        public string Room => Path.Split('/')[0];
    }

    /// <summary>The results below a run directory. What lies at its top tells of executions, and differs from one to the next.</summary>
    private static Dictionary<string, (Digest Digest, DateTime Written)> FilesOf(string run) => Directory.GetFiles(run, "*", SearchOption.AllDirectories)
        .Select(f => (Path: new RunDirectory(run).Relative(f), File: f))
        .Where(f => f.Path.Contains('/', StringComparison.Ordinal))
        .ToDictionary(f => f.Path, f => (Digest.OfFile(f.File), File.GetLastWriteTimeUtc(f.File)));

    [GeneratedRegex("\"unitsDone\":(\\d+)")]
    private static partial Regex UnitsDone();
}
