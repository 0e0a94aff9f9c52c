using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Imaging.Formats;
using Morph.Imaging.Manifests;

namespace Morph.Imaging.Tests.Manifests;

/// <summary>An image folder made for one test; images are 64 x 64 unless said otherwise.</summary>
internal sealed class ImageSet : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.File("images");

    public ImageSet() => Directory.CreateDirectory(Folder);

    /// <summary>Fields 00001 ... with the channels actin and DNA.</summary>
    public static ImageSet OfFields(int fields)
    {
        var set = new ImageSet();
        for (var f = 1; f <= fields; f++)
        {
            set.Add($"{f:D5}-DNA.png").Add($"{f:D5}-actin.png");
        }

        return set;
    }

    public ImageSet Add(string name, int width = 64, int height = 64, int bits = 8)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bits == 8
            ? PngWriter.Encode(height, width, [.. Enumerable.Range(0, height * width).Select(i => (byte)i)])
            : PngWriter.Encode(height, width, [.. Enumerable.Range(0, height * width).Select(i => (ushort)i)]));
        return this;
    }

    public ImageSet AddBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(Folder, name), bytes);
        return this;
    }

    public ImageSet Remove(string name)
    {
        File.Delete(Path.Combine(Folder, name));
        return this;
    }

    public string Table(string text, string name = "samples.csv")
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    public ManifestReading Read(string? table = null, LoadSettings? settings = null, int window = 64) =>
        ManifestReader.Read(Folder, table is null ? null : Table(table), settings ?? new(), window);

    /// <summary>The message of the refusal, without the path of the temporary folder.</summary>
    public string Refusal(string? table = null, LoadSettings? settings = null, int window = 64) =>
        Assert.Throws<ManifestException>(() => Read(table, settings, window)).Message.Replace(Folder, "IMAGES", StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();
}
