using System.Globalization;
using Akka.Actor;
using Akka.Event;

namespace Morph.Actors.Hosting;

/// <summary>
/// Writes warnings and errors of the actor system to <c>morph.log</c> in the run directory, so that progress on the terminal stays readable.
/// Nothing is written to standard output.
/// </summary>
public sealed class RunLog : ReceiveActor
{
    /// <summary>Configuration key that names the file; without it nothing is written.</summary>
    public const string FileKey = "akka.morph-log-file";

    private readonly StreamWriter? _file;

    /// <summary>Opens the file for appending.</summary>
    public RunLog()
    {
        if (Context.System.Settings.Config.GetString(FileKey, "") is { Length: > 0 } path)
        {
            _file = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        }

        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Write);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _file?.Dispose();

    private void Write(LogEvent log)
    {
        _file?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{log.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {log.LogLevel().ToString().ToLowerInvariant()} {log.LogSource} {log.Message}"));
        if (log.Cause is not null)
        {
            _file?.WriteLine(log.Cause);
        }
    }
}
