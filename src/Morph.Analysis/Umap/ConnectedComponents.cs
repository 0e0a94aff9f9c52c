namespace Morph.Analysis.Umap;

/// <summary>The parts of a graph that no edge joins.</summary>
internal static class ConnectedComponents
{
    /// <summary>The vertices of each part, ascending; parts in the order of their lowest vertex.</summary>
    public static List<int[]> Find(FuzzyGraph graph)
    {
        var seen = new bool[graph.Count];
        var parts = new List<int[]>();
        var open = new Stack<int>();
        for (var start = 0; start < graph.Count; start++)
        {
            if (seen[start])
            {
                continue;
            }

            var members = new List<int>();
            seen[start] = true;
            open.Push(start);
            while (open.TryPop(out var vertex))
            {
                members.Add(vertex);
                for (var e = graph.Starts[vertex]; e < graph.Starts[vertex + 1]; e++)
                {
                    if (!seen[graph.Columns[e]])
                    {
                        seen[graph.Columns[e]] = true;
                        open.Push(graph.Columns[e]);
                    }
                }
            }

            members.Sort();
            parts.Add([.. members]);
        }

        return parts;
    }
}
