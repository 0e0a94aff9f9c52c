using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Morph.Domain.Work;

namespace Morph.Simulation.Results;

/// <summary>Folds the entries of a ledger and their times into one digest.</summary>
internal sealed class TraceDigest
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Takes an entry.</summary>
    public void Add(TimeSpan at, IWireMessage entry)
    {
        var text = entry switch
        {
            UnitCommitted e => string.Create(CultureInfo.InvariantCulture, $"{e.Unit} {e.Attempt.Incarnation}.{e.Attempt.Number} {e.Node}"),
            IUnitEvent e => $"{e.GetType().Name} {e.Unit}",
            _ => entry.GetType().Name,
        };
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{at.Ticks} {text}\n")));
    }

    /// <summary>The digest of all entries so far, as hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());
}
