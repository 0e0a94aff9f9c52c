using System.Collections.Immutable;

namespace Morph.Artifacts.Tables;

/// <summary>The embeddings of the n windows of one field.</summary>
/// <param name="Sample">Sample.</param>
/// <param name="Field">Field.</param>
/// <param name="Metadata">Further columns of the image table, without the prefix "Metadata_".</param>
/// <param name="Model">Short digest of the model that embedded them.</param>
/// <param name="Set">"train" or "test".</param>
/// <param name="Channels">Channel names in the order the encoder saw them.</param>
/// <param name="Y">n rows of top-left corners, in pixels.</param>
/// <param name="X">n columns of top-left corners, in pixels.</param>
/// <param name="ForegroundFraction">n shares of foreground pixels, 0 to 1.</param>
/// <param name="Vectors">n x <paramref name="Dimensions"/> numbers, row-major.</param>
/// <param name="Dimensions">Length of one vector.</param>
public sealed record FieldEmbeddings(
    string Sample,
    string Field,
    ImmutableSortedDictionary<string, string> Metadata,
    string Model,
    string Set,
    ImmutableArray<string> Channels,
    int[] Y,
    int[] X,
    float[] ForegroundFraction,
    float[] Vectors,
    int Dimensions = FieldEmbeddings.DefaultDimensions)
{
    /// <summary>Length of the global representation.</summary>
    public const int DefaultDimensions = 128;

    /// <summary><see cref="Set"/> of a sample the encoder was trained on.</summary>
    public const string TrainSet = "train";

    /// <summary><see cref="Set"/> of a held-out sample.</summary>
    public const string TestSet = "test";

    /// <summary>Number of windows n.</summary>
    public int Count => Y.Length;

    /// <summary>The vector of one window.</summary>
    public ReadOnlySpan<float> Vector(int window) => Vectors.AsSpan(window * Dimensions, Dimensions);

    /// <summary>
    /// The windows with the highest foreground fraction, in their old order; of equal fractions the earlier windows are kept.
    /// </summary>
    /// <param name="count">How many to keep; all, where there are fewer.</param>
    public FieldEmbeddings Top(int count)
    {
        if (count >= Count)
        {
            return this;
        }

        int[] kept = [.. Enumerable.Range(0, Count).OrderByDescending(i => ForegroundFraction[i]).ThenBy(i => i).Take(count).Order()];
        var vectors = new float[kept.Length * Dimensions];
        for (var i = 0; i < kept.Length; i++)
        {
            Vector(kept[i]).CopyTo(vectors.AsSpan(i * Dimensions));
        }

        return this with
        {
            Y = [.. kept.Select(i => Y[i])],
            X = [.. kept.Select(i => X[i])],
            ForegroundFraction = [.. kept.Select(i => ForegroundFraction[i])],
            Vectors = vectors,
        };
    }

    /// <summary>Checks that all arrays tell of the same n windows.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal void CheckShape()
    {
        if (X.Length != Count || ForegroundFraction.Length != Count || Vectors.LongLength != (long)Count * Dimensions)
        {
            throw new ArgumentException(
                $"Field {Field}: {Y.Length} rows, {X.Length} columns, {ForegroundFraction.Length} fractions and {Vectors.Length} numbers do not tell of the same windows.");
        }
    }
}
