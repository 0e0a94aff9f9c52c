namespace Morph.Reporting;

/// <summary>A file that travels inside the program.</summary>
internal static class EmbeddedFile
{
    /// <summary>Its bytes.</summary>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Its text, UTF-8.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(Bytes(name));
}
