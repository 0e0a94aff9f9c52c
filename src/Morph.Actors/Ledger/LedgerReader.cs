using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Morph.Actors.Clustering;
using Morph.Actors.Embedding;
using Morph.Actors.Hosting;
using Morph.Actors.Running;
using Morph.Artifacts.Runs;

namespace Morph.Actors.Ledger;

/// <summary>Reads the ledger of a run directory, also while another process works in it.</summary>
public static class LedgerReader
{
    /// <summary>Folds every event of the directory's journal; an empty view when there is no journal yet.</summary>
    public static async Task<LedgerView> ReadAsync(string runDirectory, CancellationToken cancellation)
    {
        var journal = new RunDirectory(runDirectory).JournalFile;
        if (!File.Exists(journal))
        {
            return LedgerView.Empty;
        }

        using var system = ActorSystem.Create("ledger", AkkaConfiguration.Reader(JournalPlace.File(journal)));
        try
        {
            return await ReadAsync(system).WaitAsync(cancellation);
        }
        finally
        {
            await system.Terminate();
        }
    }

    /// <summary>Folds every event of one run, of a ledger that may hold many, also while a cluster works.</summary>
    public static async Task<LedgerView> ReadAsync(JournalPlace journal, string runId, IEnumerable<string> samples, CancellationToken cancellation)
    {
        using var system = ActorSystem.Create("ledger", AkkaConfiguration.Reader(journal));
        try
        {
            return await ReadAsync(system, runId, samples).WaitAsync(cancellation);
        }
        finally
        {
            await system.Terminate();
        }
    }

    /// <summary>Folds every event of one run, of a journal that may hold many.</summary>
    /// <param name="system">A system that has the journal.</param>
    /// <param name="runId">The run.</param>
    /// <param name="samples">Its samples.</param>
    public static Task<LedgerView> ReadAsync(ActorSystem system, string runId, IEnumerable<string> samples)
    {
        var journal = PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier);
        return Source.From(samples.Select(s => SampleEmbeddings.JournalOf(runId, s)).Prepend(ClusteringCoordinator.JournalOf(runId)).Prepend(RunCoordinator.JournalOf(runId)))
            .ConcatMany(id => journal.CurrentEventsByPersistenceId(id, 0, long.MaxValue))
            .RunAggregate(LedgerView.Empty, (view, envelope) => view.Apply(envelope.Event), system.Materializer());
    }

    /// <summary>Folds every event of the journal that a running system writes to; the journal holds one run.</summary>
    public static Task<LedgerView> ReadAsync(ActorSystem system) =>
        PersistenceQuery.Get(system)
            .ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier)
            .CurrentAllEvents(Offset.NoOffset())
            .RunAggregate(LedgerView.Empty, (view, envelope) => view.Apply(envelope.Event), system.Materializer());
}
