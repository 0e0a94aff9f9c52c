namespace Morph.Benchmarks;

/// <summary>Work that Morph and a peer do on the same data.</summary>
internal interface IWork : IDisposable
{
    /// <summary>What is done, with its size.</summary>
    string Name { get; }

    /// <summary>What the quality figures mean; null where speed is all there is to compare.</summary>
    string? QualityName { get; }

    /// <summary>Why the work cannot be measured on this machine; null where it can.</summary>
    string? Obstacle => null;

    /// <summary>Does the work here.</summary>
    Measurement Morph();

    /// <summary>Lets the peer do it; null with the reason if it cannot run here.</summary>
    (Measurement? Result, string Reason) Peer();
}
