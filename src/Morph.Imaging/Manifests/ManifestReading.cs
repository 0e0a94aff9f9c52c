using System.Collections.Immutable;
using Morph.Domain.Manifests;

namespace Morph.Imaging.Manifests;

/// <summary>A manifest, and what its reader wondered about.</summary>
/// <param name="Manifest">The checked manifest.</param>
/// <param name="Warnings">Sentences for the user: fields that a table does not list, unreadable images, mixed bit depths.</param>
/// <param name="IgnoredFiles">Files in the folder that are hidden or no images.</param>
public sealed record ManifestReading(Manifest Manifest, ImmutableArray<string> Warnings, int IgnoredFiles);
