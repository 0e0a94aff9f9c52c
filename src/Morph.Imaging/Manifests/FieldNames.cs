namespace Morph.Imaging.Manifests;

/// <summary>Finds fields by name: as written, else as a well (a1 = A01), else without the folder.</summary>
internal sealed class FieldNames
{
    private readonly Dictionary<string, DraftField> _exact = new(StringComparer.Ordinal);
    private readonly ILookup<string, DraftField> _wells;
    private readonly ILookup<string, DraftField> _bare;

    /// <summary>Indexes fields; their names are unique.</summary>
    public FieldNames(IReadOnlyList<DraftField> fields)
    {
        foreach (var field in fields)
        {
            _exact[field.Name] = field;
        }

        _wells = fields.ToLookup(f => NameMatching.WellKey(f.Name), StringComparer.Ordinal);
        _bare = fields.Where(f => f.Name.Contains('/')).ToLookup(f => NameMatching.WellKey(f.Name[(f.Name.LastIndexOf('/') + 1)..]), StringComparer.Ordinal);
    }

    /// <summary>All names.</summary>
    public IEnumerable<string> All => _exact.Keys;

    /// <summary>The fields that a name can mean; one if it is clear.</summary>
    public IReadOnlyList<DraftField> Find(string name)
    {
        if (_exact.TryGetValue(name, out var field))
        {
            return [field];
        }

        var key = NameMatching.WellKey(name);
        return _wells.Contains(key) ? [.. _wells[key]] : [.. _bare[key]];
    }
}
