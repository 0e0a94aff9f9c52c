using System.Collections.Immutable;
using Morph.Domain.Errors;
using Morph.Domain.Manifests;
using Morph.Domain.Pixels;
using Morph.Domain.Randomness;
using Morph.Domain.Settings;
using Morph.Learning.Training;

namespace Morph.Learning.Tests;

/// <summary>Small made-up fields: noise over blobs whose brightness depends on the sample.</summary>
internal sealed class SyntheticFields(int channels = 2, int side = 80) : IFieldSource
{
    private readonly Dictionary<string, FieldImage> _images = [];

    /// <summary>The field that cannot be read; none at first.</summary>
    public string? Damaged { get; set; }

    public static TrainingSample Sample(string name, int fields) => new(name, [.. Enumerable.Range(0, fields).Select(n => Field(name, $"{name}-{n}"))]);

    public static FieldEntry Field(string sample, string field) => new(sample, field, [], ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Three training samples, one short of a field, and two validation samples.</summary>
    public static TrainingPlan Plan(int iterations, TrainSettings? train = null, int threads = 1) => new(
        MorphSettings.Default with
        {
            Seed = 3,
            Train = (train ?? new TrainSettings()) with { Window = 64, SamplesPerBatch = 2, ValidateEvery = 2 },
            Load = new LoadSettings { Channels = ["DNA", "actin"] },
        },
        2,
        [Sample("a", 2), Sample("b", 2), Sample("c", 1)],
        [Sample("v", 1), Sample("w", 2)],
        new Normalisation([300, 300], [200, 200]),
        iterations,
        threads,
        "cpu");

    public FieldImage ReadImage(FieldEntry field)
    {
        if (field.Field == Damaged)
        {
            throw new ImageException($"{field.Field} cannot be read.");
        }

        if (!_images.TryGetValue(field.Field, out var image))
        {
            var random = RandomSource.For(1, field.Field);
            var level = RandomSource.For(1, field.Sample).NextInt(400);
            var pixels = Enumerable.Range(0, channels * side * side)
                .Select(i => (ushort)(random.NextInt(200) + (IsForeground(i % (side * side)) ? 200 + level : 0))).ToArray();
            _images[field.Field] = image = new FieldImage(channels, side, side, pixels);
        }

        return image;
    }

    public FieldMask ReadMask(FieldEntry field) => new(side, side, [.. Enumerable.Range(0, side * side).Select(IsForeground)]);

    private bool IsForeground(int at) => at / side % 24 < 8 && at % side % 24 < 8;
}
