using System.Collections.Immutable;
using System.Text.Json;

namespace Morph.Learning.Files;

/// <summary>The readable part of a tensor file.</summary>
/// <param name="Kind">What it is: <c>checkpoint</c> or <c>model</c>.</param>
/// <param name="About">The description that belongs to the kind.</param>
/// <param name="Tensors">The tensors in the order of their bytes.</param>
internal sealed record TensorFileHeader(string Kind, JsonElement About, ImmutableArray<TensorEntry> Tensors);

/// <summary>One tensor of the table.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type"><c>f32</c> or <c>i64</c>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
internal sealed record TensorEntry(string Name, string Type, ImmutableArray<long> Shape);
