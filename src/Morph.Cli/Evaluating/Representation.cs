using Morph.Analysis;

namespace Morph.Cli.Evaluating;

/// <summary>Numbers for every window, and the labels they are judged by.</summary>
internal sealed class Representation
{
    /// <summary>Takes the numbers of the windows.</summary>
    /// <param name="name">Name in tables, see <see cref="Artifacts.Evaluations.RepresentationNames"/>.</param>
    /// <param name="title">Name for people.</param>
    /// <param name="about">What it is, in a sentence.</param>
    /// <param name="set">The windows.</param>
    /// <param name="windows">Their numbers.</param>
    /// <param name="labelOfField">The label of each field; null for the true ones.</param>
    public Representation(string name, string title, string about, LabelledWindows set, Points windows, int[]? labelOfField = null)
    {
        (Name, Title, About, Windows) = (name, title, about, windows);
        LabelOfField = labelOfField ?? [.. set.Fields.Select(f => f.Label)];
        LabelOfWindow = set.PerWindow(LabelOfField);
        Fields = windows.Means(set.FieldOf, set.Fields.Length);
    }

    /// <summary>Name in tables.</summary>
    public string Name { get; }

    /// <summary>Name for people.</summary>
    public string Title { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string About { get; }

    /// <summary>The numbers of each window.</summary>
    public Points Windows { get; }

    /// <summary>Their mean over the windows of each field.</summary>
    public Points Fields { get; }

    /// <summary>The label of each field.</summary>
    public int[] LabelOfField { get; }

    /// <summary>The label of each window.</summary>
    public int[] LabelOfWindow { get; }

    /// <summary>
    /// Points for cosine similarity. A single number has no direction: it becomes one on half a circle, so that the order of similarities is that of
    /// distances.
    /// </summary>
    public static Points Directions(Points points)
    {
        if (points.Dimensions > 1)
        {
            return points;
        }

        var (values, turned) = (points.Values.ToArray(), new float[2 * points.Count]);
        var (least, range) = (values.Min(), Math.Max(values.Max() - values.Min(), float.Epsilon));
        for (var i = 0; i < values.Length; i++)
        {
            (turned[(2 * i) + 1], turned[2 * i]) = MathF.SinCos(MathF.PI * (values[i] - least) / range);
        }

        return new(turned, 2);
    }
}
