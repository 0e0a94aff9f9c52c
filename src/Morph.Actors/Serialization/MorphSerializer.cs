using System.Text.Json;
using Akka.Actor;
using Akka.Serialization;

namespace Morph.Actors.Serialization;

/// <summary>Serializes every <see cref="Morph.Domain.Work.IWireMessage"/>: an explicit manifest and JSON.</summary>
public sealed class MorphSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>This serializer's number on the wire and in the journal; never changes.</summary>
    public const int Id = 4242;

    /// <inheritdoc/>
    public override int Identifier => Id;

    /// <inheritdoc/>
    public override string Manifest(object o) => WireManifests.NameOf(o.GetType());

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, obj.GetType(), WireJson.Options);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) =>
        JsonSerializer.Deserialize(bytes, WireManifests.TypeOf(manifest), WireJson.Options)
        ?? throw new System.Runtime.Serialization.SerializationException($"Message '{manifest}' is empty.");
}
