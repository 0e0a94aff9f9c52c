using Morph.Artifacts.Runs;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Imaging.Fields;
using Morph.Imaging.Masking;

namespace Morph.Actors.Loading;

/// <summary>The images of a run's manifest and the masks of its directory.</summary>
/// <param name="reader">Reads the images.</param>
/// <param name="directory">Holds the masks.</param>
public sealed class RunFieldSource(FieldReader reader, RunDirectory directory) : IFieldSource
{
    /// <inheritdoc/>
    public FieldImage ReadImage(FieldEntry field) => reader.Read(field);

    /// <inheritdoc/>
    public FieldMask ReadMask(FieldEntry field) =>
        MaskFile.Read(directory.MaskPath(field.Sample, field.Field), reader.Images.Height, reader.Images.Width);
}
