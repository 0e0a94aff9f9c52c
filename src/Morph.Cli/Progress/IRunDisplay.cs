using Morph.Domain.Runs;

namespace Morph.Cli.Progress;

/// <summary>Shows how a run goes on while it works.</summary>
internal interface IRunDisplay
{
    /// <summary>Runs the work with somewhere to report to, and returns its result once everything is shown.</summary>
    Task<T> ShowAsync<T>(Func<IProgress<RunProgress>, Task<T>> work);
}
