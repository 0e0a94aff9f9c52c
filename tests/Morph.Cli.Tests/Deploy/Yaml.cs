using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Morph.Cli.Tests.Deploy;

/// <summary>A value of a YAML file: text, items or fields, anchors and <c>&lt;&lt;</c> resolved. What is missing has no value, no items and no fields.</summary>
internal sealed record Yaml(object? Value)
{
    public Yaml this[string field] => Value is Dictionary<object, object?> fields && fields.TryGetValue(field, out var value) ? new(value) : new((object?)null);

    public bool Exists => Value is not null;

    public string Text => Value as string ?? "";

    public int Number => int.Parse(Text, System.Globalization.CultureInfo.InvariantCulture);

    public IEnumerable<Yaml> Items => Value is List<object?> items ? items.Select(i => new Yaml(i)) : [];

    public IEnumerable<string> Texts => Items.Select(i => i.Text);

    public IEnumerable<(string Name, Yaml Value)> Fields =>
        Value is Dictionary<object, object?> fields ? fields.Select(f => (f.Key.ToString()!, new Yaml(f.Value))) : [];

    /// <summary>Every value of a field of this name, at any depth.</summary>
    public IEnumerable<Yaml> Anywhere(string field) =>
        (this[field] is { Exists: true } own ? [own] : Enumerable.Empty<Yaml>())
            .Concat(Fields.Select(f => f.Value).Concat(Items).SelectMany(inner => inner.Anywhere(field)));

    public static IReadOnlyList<Yaml> Documents(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new DeserializerBuilder().Build();
        var documents = new List<Yaml>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
        {
            documents.Add(new(deserializer.Deserialize<object?>(parser)));
        }

        return documents;
    }
}
