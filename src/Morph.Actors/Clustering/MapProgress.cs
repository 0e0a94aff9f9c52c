using Morph.Actors.Working;
using Morph.Analysis.Umap;

namespace Morph.Actors.Clustering;

/// <summary>Tells the run how far its map is: each step, and the layout in whole percent.</summary>
/// <param name="context">The unit.</param>
internal sealed class MapProgress(UnitContext context) : IProgress<UmapProgress>
{
    private string _said = "";

    /// <inheritdoc/>
    public void Report(UmapProgress value)
    {
        var current = value.Step switch
        {
            UmapStep.Neighbors => "nearest neighbours",
            UmapStep.Graph => "graph of neighbours",
            UmapStep.Start => "start of the layout",
            _ => FormattableString.Invariant($"layout {100L * value.Done / value.Total} %"),
        };
        if (current != _said)
        {
            _said = current;
            context.Say(current);
        }
    }
}
