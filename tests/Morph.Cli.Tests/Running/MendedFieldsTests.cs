using System.Collections.Immutable;
using Morph.Artifacts.Runs;
using Morph.Cli.Running;
using Morph.Domain.Manifests;

namespace Morph.Cli.Tests.Running;

public sealed class MendedFieldsTests
{
    private static readonly MendedFields s_mended = new(field => field.Field == "00002");

    [Fact]
    public void A_field_that_was_never_read_may_have_another_file()
    {
        var mended = Set(("00001", "00001-DNA.png", 100), ("00002", "00002-DNA.tif", 222));
        Assert.Null(ManifestDifference.First(s_mended.In(Recorded, mended), mended));
    }

    [Fact]
    public void A_field_that_was_read_may_not_nor_may_fields_come_or_go()
    {
        var changed = Set(("00001", "00001-DNA.png", 111), ("00002", "00002-DNA.png", 222));
        Assert.Equal("00001-DNA.png had 100 bytes when the run was started and has 111 now", ManifestDifference.First(s_mended.In(Recorded, changed), changed));
        var fewer = Set(("00001", "00001-DNA.png", 100));
        Assert.Equal("its field 00002 is not among the images asked for", ManifestDifference.First(s_mended.In(Recorded, fewer), fewer));
    }

    [Fact]
    public async Task The_ledger_tells_which_fields_were_read_and_without_a_run_none_may_differ()
    {
        using var folder = new TemporaryFolder();
        var engine = new FakeEngine { Ledger = new([], [], [], 1) { Read = new HashSet<(string, string)> { ("S00", "00001") } } };
        var run = new RunDirectory(folder.Path);
        Assert.DoesNotContain(Recorded.Fields, new Predicate<FieldEntry>((await MendedFields.OfAsync(engine, run, CancellationToken.None)).Contains));
        File.WriteAllText(run.RunFile, "{}");
        var mended = await MendedFields.OfAsync(engine, run, CancellationToken.None);
        Assert.Equal(["00002"], Recorded.Fields.Where(mended.Contains).Select(f => f.Field));
    }

    private static Manifest Recorded => Set(("00001", "00001-DNA.png", 100), ("00002", "00002-DNA.png", 200));

    private static Manifest Set(params (string Field, string Path, long Length)[] fields) => new(
        "/images", "test", ["DNA"], 64, 64, [.. fields.Select(f => new FieldEntry("S00", f.Field, [new(f.Path, 0, f.Length)], ImmutableSortedDictionary<string, string>.Empty))]);
}
