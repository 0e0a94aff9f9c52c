using System.Collections.Immutable;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Imaging.Fields;

namespace Morph.Imaging.Tests.Fields;

/// <summary>The real HT29 field: DNA, pH3, actin.</summary>
internal static class Ht29
{
    public static FieldImage Read(string folder, params string[] files)
    {
        var field = new FieldEntry("S", "00733", [.. files.Select(f => new PlaneFile(f, 0, 0))], ImmutableSortedDictionary<string, string>.Empty);
        return new FieldReader(new Manifest(folder, "test", ["DNA", "pH3", "actin"], 512, 512, [field]), new()).Read(field);
    }

    public static FieldImage ReadOrSkip() => Read(TestData.ImagesOrSkip("ht29-example"), "00733-DNA.DIB", "00733-pH3.DIB", "00733-actin.DIB");
}
