using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Morph.Cli.CommandLine;

/// <summary>
/// SIGINT and SIGTERM as a request to drain and checkpoint. The second one ends the process at once: the run directory is made for that.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly TextWriter _error;
    private readonly string _saying;
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;

    /// <summary>Listens until disposed.</summary>
    /// <param name="error">Where the user is told what happens.</param>
    /// <param name="saying">What the first signal makes happen.</param>
    /// <param name="outer">A stop that the caller asks for.</param>
    public StopSignals(TextWriter error, string saying, CancellationToken outer)
    {
        (_error, _saying) = (error, saying);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _received) > 1)
        {
            Process.GetCurrentProcess().Kill();
        }

        signal.Cancel = true;
        _error.WriteLine($"morph: {_saying}");
        _stop.Cancel();
    }
}
