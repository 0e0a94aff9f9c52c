namespace Morph.Imaging.Manifests;

/// <summary>Puts files together to fields.</summary>
internal static class FolderNaming
{
    /// <summary>Adds a file to its field; a second file for the same channel is a conflict.</summary>
    public static DraftField AddPlane(Dictionary<string, DraftField> fields, string name, string channel, FolderFile file)
    {
        if (!fields.TryGetValue(name, out var field))
        {
            fields[name] = field = new(name);
        }

        if (!field.Planes.TryAdd(channel, new(file.Path, null, file.Length)))
        {
            field.Conflicts.Add(
                $"Duplicate field: {name} has two images{(channel.Length > 0 ? $" for channel {channel}" : "")}, {field.Planes[channel].Path} and {file.Path}: remove or rename one.");
        }

        return field;
    }
}
