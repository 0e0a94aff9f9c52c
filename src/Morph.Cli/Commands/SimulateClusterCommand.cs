using System.CommandLine;
using System.Text.Json;
using Morph.Artifacts.Files;
using Morph.Cli.CommandLine;
using Morph.Cli.Configuration;
using Morph.Cli.Progress;
using Morph.Domain.Errors;
using Morph.Simulation;
using Morph.Simulation.Results;
using Morph.Simulation.Schedules;

namespace Morph.Cli.Commands;

/// <summary><c>morph simulate-cluster</c>: what a run would take on a cluster, before anybody rents one.</summary>
internal static class SimulateClusterCommand
{
    private static readonly SimulationOptions s_normal = new() { Fields = 5000, FieldsPerSample = 50 };
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);

    /// <summary>Creates the command.</summary>
    public static DocumentedCommand Create(ProgramContext context)
    {
        var question = new Question();
        var command = new DocumentedCommand("simulate-cluster", "what a run would take on a cluster: time, cost, repeated work", "simulate-cluster [options]")
        {
            About = "Plays a run on a virtual clock: the program's own coordinator, dispatcher, sample owners and ledger, hundreds of nodes of them, with compute, network, database and "
                + "failures that are drawn from the seed. The same options give the same course. Durations are those of a node of speed 1; measure yours with a small run. "
                + "Everything that must never happen (a unit lost or counted twice, a run that is stuck) is watched for; should it happen, exit code 1 and the shortest schedule that shows it.",
            Examples =
            [
                ("morph simulate-cluster --nodes 200 --fields 50000 --mtbf 2h --price 0.4", "200 nodes that each fail every two hours"),
                ("morph simulate-cluster --nodes 4 --fields 2000 --train-time 20m --out timeline.svg", "a small cluster; the course as a picture"),
                ("morph simulate-cluster --nodes 20 --schedule faults.txt", "what happens when: lines like '90s crash nodes 3' or '120s partition nodes 0,1 for 40s'"),
            ],
        };
        command.SetAction((parsed, stop) => Task.FromResult((int)Simulate(context, question, parsed, stop)));
        return command.With(question.Symbols);
    }

    private static ExitCode Simulate(ProgramContext context, Question question, ParseResult parsed, CancellationToken stop)
    {
        var options = question.Options(parsed);
        var quiet = ClusterSimulation.Run(options, SimulationSchedule.Quiet, stop: stop);
        var schedule = question.Schedule(parsed, options, quiet.Took);
        var outcome = schedule.Events.IsEmpty ? quiet : ClusterSimulation.Run(options, schedule, stop: stop);
        var prediction = new ClusterPrediction(options, outcome, schedule.Events.IsEmpty ? null : quiet.Took, question.Price.Read(parsed));
        if (parsed.GetValue(question.Out) is { } file)
        {
            AtomicFile.Write(Path.GetFullPath(file), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(TimelineSvg.Draw(outcome, options.Nodes))));
        }

        if (parsed.GetValue(question.Json))
        {
            context.Output.WriteLine(JsonSerializer.Serialize(prediction.ForJson(), JsonText.Page));
        }
        else
        {
            prediction.Write(context.Output);
        }

        if (outcome.Violation is not { } violation)
        {
            return ExitCode.Done;
        }

        var shortest = new ScheduleShrinker(s => ClusterSimulation.Run(options, s, stop: stop).Violation?.Invariant == violation.Invariant).Shrink(schedule);
        throw new StageException($"{violation}\nThis must never happen. The shortest schedule that shows it, for --schedule:\n{shortest}");
    }

    /// <summary>What is asked, as options.</summary>
    private sealed class Question
    {
        private readonly ValueOption<int> _nodes = Number("--nodes", "nodes of the cluster", 1, 2000, s_normal.Nodes);
        private readonly ValueOption<int> _fields = Number("--fields", "fields of the image set", 8, 1_000_000, s_normal.Fields);
        private readonly ValueOption<int> _perSample = Number("--fields-per-sample", "fields of a sample", 1, 10_000, s_normal.FieldsPerSample);
        private readonly ValueOption<int> _windows = Number("--windows-per-field", "windows embedded of each field", 1, 100_000, s_normal.WindowsPerField);
        private readonly ValueOption<int> _units = Number("--units-per-node", "units that a node works on at once", 1, 64, s_normal.UnitsPerNode);
        private readonly ValueOption<int> _perMachine = Number("--nodes-per-machine", "nodes that share a machine", 1, 64, s_normal.NodesPerMachine);
        private readonly ValueOption<int> _cores = Number("--cores-per-machine", "cores of a machine; reading and embedding take one for a unit, all else takes all; too few are shared", 1, 256, s_normal.CoresPerMachine);
        private readonly ValueOption<int> _coordinators = Number("--coordinators", "nodes with the role coordinator", 1, 7, s_normal.Coordinators);
        private readonly ValueOption<TimeSpan> _window = Time("--window-time", "to embed a window", s_normal.Durations.Window);
        private readonly ValueOption<TimeSpan> _field = Time("--field-time", "to embed a field, beside its windows: files read and written", s_normal.Durations.EmbedField);
        private readonly ValueOption<TimeSpan> _load = Time("--load-time", "to read a field at the begin", s_normal.Durations.Load);
        private readonly ValueOption<TimeSpan> _mask = Time("--mask-time", "to mask a field", s_normal.Durations.Mask);
        private readonly ValueOption<TimeSpan> _train = Time("--train-time", "to train, on one node", s_normal.Durations.Train);
        private readonly ValueOption<TimeSpan> _reduce = Time("--reduce-time", "to map the windows, on one node", s_normal.Durations.Reduce);
        private readonly ValueOption<TimeSpan> _cluster = Time("--cluster-time", "to cluster the map, on one node", s_normal.Durations.Cluster);
        private readonly ValueOption<TimeSpan> _warmUp = Time("--warm-up", "more for the first unit of each stage on a node: code compiled, model loaded", s_normal.Durations.WarmUp);
        private readonly ValueOption<double> _speed = new("--speed-spread", "X", "how different the nodes are: standard deviation of the logarithm of their speeds", ValueKinds.Number(0, 2), s_normal.SpeedSpread);
        private readonly ValueOption<TimeSpan> _mtbf = new("--mtbf", "TIME", "mean time between failures of one node", ValueKinds.Duration(TimeSpan.FromMinutes(1), s_year), TimeSpan.Zero, "never");
        private readonly ValueOption<TimeSpan> _repair = new("--repair", "TIME", "mean time until a node that failed is replaced", ValueKinds.Duration(TimeSpan.FromSeconds(1), s_year), TimeSpan.FromMinutes(5));
        private readonly ValueOption<TimeSpan> _stable = new(
            "--stable-after", "TIME", "akka.cluster.split-brain-resolver.stable-after of the nodes", ValueKinds.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s_normal.Times.StableAfter);

        private readonly ValueOption<int> _seed = Number("--seed", "seed of everything that is drawn", 0, int.MaxValue, (int)s_normal.Seed);
        private readonly Option<string?> _schedule = new("--schedule") { HelpName = "FILE", Description = "what happens to the nodes, an event a line; instead of --mtbf" };

        public ValueOption<double> Price { get; } = new("--price", "X", "price of a node for an hour, in any currency", ValueKinds.Number(0), 0);

        public Option<string?> Out { get; } = new("--out") { HelpName = "FILE", Description = "write the course of the run to this file, as an SVG picture" };

        public Option<bool> Json { get; } = CommonOptions.Json("one JSON object");

        public Symbol[] Symbols =>
        [
            _nodes.Option, _fields.Option, _perSample.Option, _windows.Option, _units.Option, _perMachine.Option, _cores.Option, _coordinators.Option,
            _window.Option, _field.Option, _load.Option, _mask.Option, _train.Option, _reduce.Option, _cluster.Option, _warmUp.Option, _speed.Option,
            _mtbf.Option, _repair.Option, _stable.Option, _schedule, Price.Option, _seed.Option, Out, Json,
        ];

        public SimulationOptions Options(ParseResult parsed)
        {
            var options = s_normal with
            {
                Seed = _seed.Read(parsed),
                Nodes = _nodes.Read(parsed),
                Coordinators = Math.Min(_coordinators.Read(parsed), _nodes.Read(parsed)),
                Fields = _fields.Read(parsed),
                FieldsPerSample = _perSample.Read(parsed),
                WindowsPerField = _windows.Read(parsed),
                UnitsPerNode = _units.Read(parsed),
                NodesPerMachine = _perMachine.Read(parsed),
                CoresPerMachine = _cores.Read(parsed),
                SpeedSpread = _speed.Read(parsed),
                Times = ClusterTimes.With(_stable.Read(parsed)),
                Durations = s_normal.Durations with
                {
                    Window = _window.Read(parsed),
                    EmbedField = _field.Read(parsed),
                    Load = _load.Read(parsed),
                    Mask = _mask.Read(parsed),
                    Train = _train.Read(parsed),
                    Reduce = _reduce.Read(parsed),
                    Cluster = _cluster.Read(parsed),
                    WarmUp = _warmUp.Read(parsed),
                },
            };
            return options.Samples >= SimulationOptions.LeastSamples
                ? options with { StuckAfter = s_normal.StuckAfter + (options.LongestUnit * 10) }
                : throw new UsageException($"{options.Fields} fields of {options.FieldsPerSample} to a sample are {options.Samples} samples; a training takes at least {SimulationOptions.LeastSamples}: give --fields-per-sample.");
        }

        /// <summary>What happens: what a file says, or failures at the given rate for longer than the run can take.</summary>
        public SimulationSchedule Schedule(ParseResult parsed, SimulationOptions options, TimeSpan quiet)
        {
            if (parsed.GetValue(_schedule) is { } file)
            {
                return ReadSchedule(file);
            }

            var between = _mtbf.Read(parsed);
            return between == TimeSpan.Zero
                ? SimulationSchedule.Quiet
                : FaultRates.OfMachines(options.Nodes, between, _repair.Read(parsed), (quiet * 3) + TimeSpan.FromHours(1)).Draw(options.Seed, options.Nodes);
        }

        private static SimulationSchedule ReadSchedule(string file)
        {
            try
            {
                return SimulationSchedule.Parse(File.ReadAllText(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new ConfigurationException($"{file}: {e.Message}", e);
            }
        }

        private static ValueOption<int> Number(string name, string description, int from, int to, int normal) =>
            new(name, "N", description, ValueKinds.Whole(from, to), normal);

        private static ValueOption<TimeSpan> Time(string name, string description, TimeSpan normal) =>
            new(name, "TIME", description, ValueKinds.Duration(TimeSpan.Zero, s_year), normal);
    }
}
