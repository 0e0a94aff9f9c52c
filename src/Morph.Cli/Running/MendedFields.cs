using Morph.Artifacts.Runs;
using Morph.Cli.Engine;
using Morph.Domain.Manifests;

namespace Morph.Cli.Running;

/// <summary>
/// Fields that a run has not been able to read: with <c>--retry-failed</c> their files may be others than those that were recorded, since nothing was ever
/// computed from them. All other fields must be the recorded ones.
/// </summary>
/// <param name="Contains">Whether a field's files may differ.</param>
internal sealed record MendedFields(Func<FieldEntry, bool> Contains)
{
    /// <summary>No field's files may differ.</summary>
    public static MendedFields None { get; } = new(_ => false);

    /// <summary>The fields of a run that its ledger does not hold as read.</summary>
    public static async Task<MendedFields> OfAsync(IRunEngine engine, RunDirectory run, CancellationToken cancellation)
    {
        if (!RunManifest.Exists(run))
        {
            return None;
        }

        var read = (await engine.ReadLedgerAsync(run.Root, cancellation)).Read;
        return new(field => !read.Contains((field.Sample, field.Field)));
    }

    /// <summary>The recorded image set, with the files that are asked for in place of those that may differ.</summary>
    public Manifest In(Manifest recorded, Manifest asked)
    {
        var now = asked.Fields.ToDictionary(f => (f.Sample, f.Field));
        return recorded with
        {
            Fields = [.. recorded.Fields.Select(f => Contains(f) && now.TryGetValue((f.Sample, f.Field), out var mended) ? f with { Planes = mended.Planes } : f)],
        };
    }
}
