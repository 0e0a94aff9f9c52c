using System.Data.Common;
using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Pattern;

namespace Morph.Actors.Hosting;

/// <summary>
/// Writes what the actor system logs. On one machine the log is <c>morph.log</c> in the run directory, so that progress on the terminal stays readable;
/// a node of a cluster writes to standard output, where below warnings only Morph's own events are shown.
/// </summary>
public sealed class RunLog : ReceiveActor
{
    /// <summary>Configuration key that names the file; without it nothing is written.</summary>
    public const string FileKey = "akka.morph-log-file";

    /// <summary>The file name that stands for standard output.</summary>
    public const string StandardOutput = "-";

    private const string OwnNames = "Morph.";

    /// <summary>Akka's actors that hold the connections to other nodes.</summary>
    private const string Connections = "/system/endpointManager/";

    private readonly StreamWriter? _file;
    private readonly string _path;
    private readonly bool _isStandardOutput;
    private int _lost;

    /// <summary>Opens the file for appending.</summary>
    public RunLog()
    {
        _path = Context.System.Settings.Config.GetString(FileKey, "");
        _isStandardOutput = _path == StandardOutput;
        if (_path.Length > 0 && !_isStandardOutput)
        {
            // Nothing is held back: what cannot be written must not stand in the way of what comes next.
            _file = new(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) { AutoFlush = true };
        }

        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(IsWanted, Write);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _file?.Dispose();

    /// <summary>
    /// Akka's own news of membership and shards would bury a node's; its warnings count, but for those that come every two seconds while there is no
    /// embedder: the queue of runs says that once, in words.
    /// </summary>
    private bool IsWanted(LogEvent log) =>
        !(log.Message.ToString() ?? "").Contains("No coordinator found to register", StringComparison.Ordinal) && IsNews(log);

    private bool IsNews(LogEvent log) =>
        !_isStandardOutput || log.LogLevel() >= LogLevel.WarningLevel || log.LogSource.StartsWith(OwnNames, StringComparison.Ordinal)
        || log.LogClass.FullName?.StartsWith(OwnNames, StringComparison.Ordinal) == true;

    private void Write(LogEvent log)
    {
        var isOfConnections = log.LogSource.Contains(Connections, StringComparison.Ordinal);
        var outside = isOfConnections ? log.Cause : OutsideOf(log.Cause);
        var level = outside is null ? log.LogLevel() : LogLevel.WarningLevel;
        var more = outside is not null ? $" ({Sentence(outside)})" : log.Cause is not null ? $"{Environment.NewLine}{log.Cause}" : "";

        // Akka writes the stack of a lost connection into the message itself.
        var message = isOfConnections ? log.Message.ToString()?.Split('\n')[0].TrimEnd() : log.Message;

        Append(string.Create(CultureInfo.InvariantCulture, $"{log.Timestamp:yyyy-MM-ddTHH:mm:ss.fffZ} {Word(level)} {log.LogSource} {message}{more}"));
    }

    /// <summary>
    /// Writes an entry in one call, so that lines of two writers do not mix. A file that takes no more (the disk is full) is told once on standard error:
    /// as a failure of this actor it would be logged, fail again, and so on without end.
    /// </summary>
    private void Append(string entry)
    {
        try
        {
            (_isStandardOutput ? Console.Out : _file)?.WriteLine(
                _lost == 0 ? entry : string.Create(CultureInfo.InvariantCulture, $"({_lost} entries before this one could not be written){Environment.NewLine}{entry}"));
            _lost = 0;
        }
        catch (IOException failure)
        {
            if (_lost++ == 0)
            {
                Console.Error.WriteLine($"The log {_path} cannot be written: {failure.Message.TrimEnd('.')}. What is logged until there is room is lost.");
            }
        }
    }

    /// <summary>
    /// The failure of a database in an exception's causes. Like connections to other nodes it comes and goes, whoever meets it goes on afterwards, and
    /// the stack says nothing about it: one line, as a warning.
    /// </summary>
    private static Exception? OutsideOf(Exception? cause) => cause switch
    {
        DbException or OpenCircuitException => cause,
        AggregateException many => many.InnerExceptions.Select(OutsideOf).FirstOrDefault(e => e is not null),
        _ => cause?.InnerException is { } inner ? OutsideOf(inner) : null,
    };

    private static string Sentence(Exception failure) =>
        string.Join(": ", new[] { failure, failure.InnerException }.OfType<Exception>().Select(e => e.Message.ReplaceLineEndings(" ").TrimEnd('.')).Distinct());

    private static string Word(LogLevel level) => level.ToString().Replace("Level", "").ToLowerInvariant();
}
