namespace Morph.Benchmarks;

/// <summary>One timed piece of work.</summary>
/// <param name="Seconds">Wall-clock seconds of the work alone: no data generation, no first-call compilation.</param>
/// <param name="Quality">How good the result is; the meaning depends on the work, and 0 where it has none.</param>
internal readonly record struct Measurement(double Seconds, double Quality);
