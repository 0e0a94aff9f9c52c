using System.Collections.Immutable;
using Morph.Domain.Manifests;

namespace Morph.Learning.Training;

/// <summary>One sample to learn from or to validate on.</summary>
/// <param name="Name">Its name, unique in the plan.</param>
/// <param name="Fields">Its fields, at least one; samples may have different numbers of them.</param>
public sealed record TrainingSample(string Name, ImmutableArray<FieldEntry> Fields);
