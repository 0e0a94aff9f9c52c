using System.Security.Cryptography;
using Morph.Domain.Errors;
using Morph.Domain.Settings;
using Morph.Learning.Training;
using TorchSharp;

namespace Morph.Learning.Tests.Training;

public class TrainingSessionTests
{
    private const int Steps = 5;

    [Theory]
    [InlineData(PriorForm.Adversarial, 1, new[] { 0, 1, 3 })]
    [InlineData(PriorForm.Joint, 2, new[] { 3 })]
    [InlineData(null, 2, new[] { 0, 2 })]
    public void A_training_resumed_after_any_step_goes_on_with_the_same_losses_and_ends_with_the_same_bytes(PriorForm? form, int threads, int[] stops)
    {
        using var folder = new TemporaryFolder();
        var settings = form is { } prior ? Settings.Reference with { Prior = prior } : new TrainSettings();
        var plan = SyntheticFields.Plan(Steps, settings with { KeepFrom = 0.5 }, threads);
        using var undisturbed = TrainingSession.Start(plan, new SyntheticFields());
        for (var step = 0; step < Steps; step++)
        {
            if (stops.Contains(step))
            {
                Save(folder.File($"{step}"), undisturbed.SaveCheckpoint);
            }

            undisturbed.Advance();
        }

        Assert.True(undisturbed.Finished);
        Assert.Equal([null, true, null, true, true], undisturbed.History.Select(l => l.ValidationMi is null ? null : (bool?)true));
        Assert.Equal(undisturbed.History.Where(l => l is { ValidationMi: not null, Step: >= 3 }).MinBy(l => l.ValidationMi)!.Step, undisturbed.BestStep);
        foreach (var from in stops)
        {
            using var resumed = TrainingSession.Resume(plan, new SyntheticFields(), folder.File($"{from}"));
            Assert.Equal(from, resumed.Step);
            while (!resumed.Finished)
            {
                resumed.Advance();
            }

            Assert.Equal(undisturbed.History, resumed.History);
            Assert.Equal(undisturbed.BestStep, resumed.BestStep);
            Assert.Equal(Bytes(undisturbed.SaveCheckpoint), Bytes(resumed.SaveCheckpoint));
            Assert.Equal(Bytes(undisturbed.SaveModel), Bytes(resumed.SaveModel));
        }
    }

    [Theory]
    [InlineData(NetworkForm.Pooled)]
    [InlineData(NetworkForm.Reference)]
    public void Training_in_bfloat16_begins_with_nearly_the_loss_of_float32_and_goes_the_same_way_each_time(NetworkForm form)
    {
        var settings = (form == NetworkForm.Reference ? Settings.Reference : new()) with { Precision = NumberPrecision.BFloat16 };
        var narrow = LossesOf(settings);
        Assert.Equal(narrow, LossesOf(settings));
        var wide = LossesOf(settings with { Precision = NumberPrecision.Float32 });
        Assert.NotEqual(wide[0], narrow[0]);
        Assert.InRange(narrow[0], wide[0] - (0.1 * Math.Abs(wide[0])), wide[0] + (0.1 * Math.Abs(wide[0])));

        static double[] LossesOf(TrainSettings settings)
        {
            using var session = TrainingSession.Start(SyntheticFields.Plan(3, settings), new SyntheticFields());
            return [session.Advance().Mi, session.Advance().Mi, session.Advance().Mi];
        }
    }

    [Fact]
    public async Task Two_trainings_in_one_process_do_not_disturb_each_other()
    {
        var alone = Losses(3);
        Assert.Equal(3, alone.Distinct().Count());
        foreach (var losses in await Task.WhenAll(Task.Run(() => Losses(3)), Task.Run(() => Losses(3))))
        {
            Assert.Equal(alone, losses);
        }
    }

    [Fact]
    public void Native_memory_does_not_grow_from_step_to_step()
    {
        // The first validation that may keep weights makes their copy, once: from the first step on, it lies before the count.
        using var session = TrainingSession.Start(SyntheticFields.Plan(6, new TrainSettings { KeepFrom = 0 }), new SyntheticFields());
        session.Advance();
        session.Advance();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        session.Advance();
        session.Advance();
        session.SaveCheckpoint(Stream.Null);
        session.SaveModel(Stream.Null);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_field_that_cannot_be_read_leaves_the_session_as_it_was()
    {
        var fields = new SyntheticFields();
        using var session = TrainingSession.Start(SyntheticFields.Plan(2), fields);
        var before = Bytes(session.SaveCheckpoint);
        fields.Damaged = "a-1";
        var plan = SyntheticFields.Plan(2);
        while (!Sampler.Batch(plan, session.Step + 1).Any(s => plan.Train[s].Name == "a"))
        {
            session.Advance();
            before = Bytes(session.SaveCheckpoint);
        }

        Assert.Throws<ImageException>(session.Advance);
        Assert.Equal(before, Bytes(session.SaveCheckpoint));
        fields.Damaged = null;
        Assert.True(double.IsFinite(session.Advance().Mi));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void The_lowest_validation_loss_from_the_given_share_of_the_steps_on_chooses_the_kept_weights(double keepFrom)
    {
        const int steps = 8;
        using var session = TrainingSession.Start(SyntheticFields.Plan(steps, new TrainSettings { KeepFrom = keepFrom }), new SyntheticFields());
        while (!session.Finished)
        {
            session.Advance();
        }

        var allowed = session.History.Where(l => l.ValidationMi is not null && l.Step >= keepFrom * steps);
        Assert.Equal(allowed.MinBy(l => l.ValidationMi)!.Step, session.BestStep);
    }

    [Fact]
    public void Without_two_validation_samples_the_last_weights_are_kept()
    {
        var plan = SyntheticFields.Plan(2) with { Validation = [SyntheticFields.Sample("v", 2)] };
        using var session = TrainingSession.Start(plan, new SyntheticFields());
        session.Advance();
        var early = Bytes(session.SaveModel);
        Assert.Null(session.Advance().ValidationMi);
        Assert.Equal(2, session.BestStep);
        Assert.NotEqual(early, Bytes(session.SaveModel));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_the_training_and_names_the_key()
    {
        var plan = SyntheticFields.Plan(3, new TrainSettings { LearningRate = 1e30 });
        using var session = TrainingSession.Start(plan, new SyntheticFields());
        session.Advance();
        var failure = Assert.Throws<StageException>(() => { session.Advance(); });
        Assert.Contains("morph.train.learning-rate (now 1E+30)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_plan_is_refused()
    {
        using var folder = new TemporaryFolder();
        var plan = SyntheticFields.Plan(2);
        using (var session = TrainingSession.Start(plan, new SyntheticFields()))
        {
            Save(folder.File("checkpoint"), session.SaveCheckpoint);
        }

        var other = plan with { Settings = plan.Settings with { Seed = 4 } };
        var failure = Assert.Throws<ArtifactException>(() => TrainingSession.Resume(other, new SyntheticFields(), folder.File("checkpoint")));
        Assert.Contains("continues another training", failure.Message, StringComparison.Ordinal);
        Assert.Contains(folder.File("checkpoint"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_not_taken_for_a_checkpoint()
    {
        using var folder = new TemporaryFolder();
        var plan = SyntheticFields.Plan(2);
        using var session = TrainingSession.Start(plan, new SyntheticFields());
        Save(folder.File("model"), session.SaveModel);
        var failure = Assert.Throws<ArtifactException>(() => TrainingSession.Resume(plan, new SyntheticFields(), folder.File("model")));
        Assert.Contains("is a model, but a checkpoint is needed", failure.Message, StringComparison.Ordinal);
    }

    internal static void Save(string path, Action<Stream> write)
    {
        using var stream = File.Create(path);
        write(stream);
        Assert.True(stream.CanWrite, "The stream was closed.");
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            write(stream);
        }

        return hash.Hash!;
    }

    private static double[] Losses(int steps)
    {
        using var session = TrainingSession.Start(SyntheticFields.Plan(steps), new SyntheticFields());
        return [.. Enumerable.Range(0, steps).Select(_ => session.Advance().Mi)];
    }
}
