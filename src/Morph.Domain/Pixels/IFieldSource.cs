using Morph.Domain.Manifests;

namespace Morph.Domain.Pixels;

/// <summary>Reads the pixels of fields, whatever room knows how.</summary>
public interface IFieldSource
{
    /// <summary>The pixels of a field.</summary>
    /// <exception cref="Errors.ImageException">A file is missing, damaged or of another shape; the message names it.</exception>
    FieldImage ReadImage(FieldEntry field);

    /// <summary>The committed mask of a field.</summary>
    /// <exception cref="Errors.ArtifactException">The mask is missing or damaged; the message names it.</exception>
    FieldMask ReadMask(FieldEntry field);
}
