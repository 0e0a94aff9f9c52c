using System.Globalization;
using System.Text;

namespace Morph.Imaging.Formats.Tiff;

/// <summary>What ImageJ writes into the description: "ImageJ=1.53k", then lines as "images=3".</summary>
/// <param name="Images">Planes of the stack, whether or not each has a directory of its own.</param>
internal sealed record ImageJDescription(int Images)
{
    /// <summary>Reads the description of a page; null when ImageJ did not write it.</summary>
    public static ImageJDescription? Of(TiffDirectory page)
    {
        var text = Encoding.Latin1.GetString(page.Raw(TiffTag.Description, 4096));
        if (!text.StartsWith("ImageJ=", StringComparison.Ordinal))
        {
            return null;
        }

        foreach (var line in text.Split('\n', '\0'))
        {
            if (line.StartsWith("images=", StringComparison.Ordinal)
                && int.TryParse(line.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var images) && images > 0)
            {
                return new(images);
            }
        }

        return new(1);
    }
}
