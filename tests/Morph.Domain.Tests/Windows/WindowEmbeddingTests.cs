using Morph.Domain.Windows;

namespace Morph.Domain.Tests.Windows;

public sealed class WindowEmbeddingTests
{
    private static readonly IReadOnlyList<WindowPosition> Positions = new WindowGrid(64, 32).Positions(192, 224);
    private static readonly float[] Foreground = [.. Positions.Select((_, i) => i * 7 % 10 / 10f)];

    [Fact]
    public void Learned_numbers_are_directions_in_their_context_and_the_density_follows()
    {
        var random = new Random(1);
        var learned = Positions.SelectMany(_ => Enumerable.Range(0, WindowEmbedding.LearnedLength).Select(_ => random.NextSingle() - 0.3f)).ToArray();
        var context = new WindowContext(40);

        var rows = WindowEmbedding.Of(context, new(70), 2, Positions, Foreground, learned);

        var directions = learned.Chunk(WindowEmbedding.LearnedLength)
            .SelectMany(row => row.Select(v => (float)(v / Math.Sqrt(row.Sum(w => (double)w * w))))).ToArray();
        var blended = context.Blend(Positions, Foreground, directions).Chunk(WindowEmbedding.LearnedLength).ToArray();
        for (var i = 0; i < Positions.Count; i++)
        {
            var near = Enumerable.Range(0, Positions.Count)
                .Where(j => Math.Abs(Positions[j].Y - Positions[i].Y) <= 70 && Math.Abs(Positions[j].X - Positions[i].X) <= 70).Select(j => (double)Foreground[j]).ToArray();
            var row = rows.AsSpan(i * WindowEmbedding.Length, WindowEmbedding.Length);
            Assert.Equal(blended[i].Select(v => Math.Round(v, 6)), row[..WindowEmbedding.LearnedLength].ToArray().Select(v => Math.Round(v, 6)));
            Assert.Equal(2 * near.Average(), row[^2], 1e-6);
            Assert.Equal(3 * Math.Sqrt(near.Average(v => v * v) - (near.Average() * near.Average())), row[^1], 1e-6);
        }
    }

    [Fact]
    public void The_size_of_a_learned_representation_does_not_count_and_zeros_stay_zeros()
    {
        var learned = Positions.SelectMany((_, i) => Enumerable.Range(0, WindowEmbedding.LearnedLength).Select(d => i == 3 ? 0f : ((i * d) % 11) - 4)).ToArray();

        var rows = WindowEmbedding.Of(new(0), new(0), 0, Positions, Foreground, learned);
        var tripled = WindowEmbedding.Of(new(0), new(0), 0, Positions, Foreground, [.. learned.Select(v => 3 * v)]);

        Assert.Equal(rows.Select(v => Math.Round(v, 6)), tripled.Select(v => Math.Round(v, 6)));
        Assert.All(rows.Skip(3 * WindowEmbedding.Length).Take(WindowEmbedding.Length), v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_representation_that_fills_the_embedding_is_only_blended()
    {
        var full = Enumerable.Range(0, Positions.Count * WindowEmbedding.Length).Select(i => (float)(i % 13)).ToArray();
        var context = new WindowContext(64);

        Assert.Equal(context.Blend(Positions, Foreground, full), WindowEmbedding.Of(context, context, 2, Positions, Foreground, full));
        Assert.Throws<ArgumentException>(() => WindowEmbedding.Of(context, context, 2, Positions, Foreground, new float[Positions.Count * 100]));
    }
}
