using Morph.Cli.CommandLine;
using Morph.Domain.Errors;

namespace Morph.Cli.Tests.Commands;

public sealed class FailuresTests
{
    [Fact]
    public async Task Each_expected_failure_ends_with_its_code_and_its_message_alone()
    {
        foreach (var failure in new MorphException[] { new UsageException("u"), new ManifestException("m"), new ConfigurationException("c"), new ImageException("i"), new StageException("s") })
        {
            using var error = new StringWriter();
            Assert.Equal((int)failure.ExitCode, await Failures.GuardAsync(error, () => throw failure));
            Assert.Equal($"morph: {failure.Message}{Environment.NewLine}", error.ToString());
        }
    }

    [Fact]
    public async Task An_unexpected_failure_ends_with_1_and_shows_no_stack_trace()
    {
        using var error = new StringWriter();
        Assert.Equal(1, await Failures.GuardAsync(error, () => throw new InvalidOperationException("the sky fell")));
        Assert.StartsWith("morph: the sky fell (InvalidOperationException)", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_with_5()
    {
        using var error = new StringWriter();
        Assert.Equal(5, await Failures.GuardAsync(error, () => throw new OperationCanceledException()));
    }
}
