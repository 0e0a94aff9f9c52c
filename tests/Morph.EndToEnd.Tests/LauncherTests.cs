namespace Morph.EndToEnd.Tests;

/// <summary>The parts of the launcher that can be tried without building anything.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_runtime_check_prints_a_host_that_starts_and_nothing_else()
    {
        var answer = await Ended.Of(_folder.Path, "eng/runtime.sh");
        Assert.True(answer.ExitCode == 0, answer.Error);
        var host = answer.Output.TrimEnd('\n');
        Assert.Equal("dotnet", Path.GetFileName(host));
        var started = await Ended.Of(_folder.Path, host, "--list-runtimes");
        Assert.Contains("Microsoft.NETCore.App 10.", started.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task These_tests_run_on_the_host_that_can_load_torch() =>
        Assert.Equal((await Ended.Of(_folder.Path, "eng/runtime.sh")).Output.TrimEnd('\n'), Environment.ProcessPath);

    [Fact]
    public async Task Sources_of_the_release_are_rewritten_for_the_newer_suite_with_their_address_and_keys()
    {
        await File.WriteAllTextAsync(_folder.File("system.sources"), """
            Types: deb deb-src
            # a mirror
            URIs: http://mirror.example/debian
            Suites: old old-updates
            Components: main
             contrib
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             key
             -----END PGP PUBLIC KEY BLOCK-----

            Types: deb
            URIs: http://security.example/debian
            Suites: old-security
            Components: main

            Enabled: no
            Types: deb
            URIs: http://off.example/debian
            Suites: old
            Components: main
            """);
        var rewritten = await Ended.Of(
            _folder.Path, "awk", "-v", "codename=old", "-v", "newer=new", "-v", $"to={_folder.File("out")}",
            "-f", Path.Combine(TestData.RepositoryRoot, "eng", "newer-suite.awk"), "system.sources");

        Assert.True(rewritten.ExitCode == 0, rewritten.Error);
        var file = Assert.Single(Directory.GetFiles(_folder.Path, "out*"));
        Assert.Equal(
            """
            Types: deb
            Suites: new
            Components: main
            URIs: http://mirror.example/debian
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             key
             -----END PGP PUBLIC KEY BLOCK-----

            """,
            await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Results_are_counted_and_failures_and_reasons_are_named()
    {
        await Summarize(code: 1, """
            <Results>
              <UnitTestResult testId="1" testName="A.Holds" outcome="Passed" testListId="8" />
              <UnitTestResult testId="2" testName="A.Falls(text: &quot;a&lt;b&quot;)" outcome="Failed" testListId="8">
                <Output>
                  <ErrorInfo>
                    <Message>Expected: 1
            Actual: 2</Message>
                    <StackTrace>   at A.Falls()</StackTrace>
                  </ErrorInfo>
                </Output>
              </UnitTestResult>
              <UnitTestResult testId="3" testName="A.Waits" outcome="NotExecuted" testListId="8">
                <Output>
                  <ErrorInfo>
                    <Message>No images &amp; no cells</Message>
                  </ErrorInfo>
                </Output>
              </UnitTestResult>
            </Results>
            """);
        Assert.Equal("1 1 1\n", await File.ReadAllTextAsync(_folder.File("totals")));
        Assert.Equal("A.Falls(text: \"a<b\")\n", await File.ReadAllTextAsync(_folder.File("failures")));
        Assert.Equal("No images & no cells\n", await File.ReadAllTextAsync(_folder.File("skips")));
    }

    [Fact]
    public async Task A_test_run_that_breaks_off_counts_as_a_failure_and_shows_what_it_said()
    {
        var shown = await Summarize(code: 134, "");
        Assert.Equal("0 1 0\n", await File.ReadAllTextAsync(_folder.File("totals")));
        Assert.Contains("host died", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lnog")]
    [InlineData("One", "Two")]
    public async Task What_the_test_command_does_not_understand_is_refused_before_anything_is_built(params string[] words)
    {
        var refused = await Ended.Of(_folder.Path, "morph", ["test", .. words]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("morph: test: ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    private async Task<string> Summarize(int code, string results)
    {
        await File.WriteAllTextAsync(_folder.File("results.trx"), results);
        await File.WriteAllTextAsync(_folder.File("log"), "host died\n");
        var summary = await Ended.Of(
            _folder.Path, "awk", "-v", "name=Some.Tests", "-v", $"code={code}", "-v", "seconds=1", "-v", "totals=totals", "-v", "failures=failures",
            "-v", "skips=skips", "-v", "log_file=log", "-f", Path.Combine(TestData.RepositoryRoot, "eng", "test-results.awk"), "results.trx");
        Assert.True(summary.ExitCode == 0, summary.Error);
        return summary.Output;
    }
}
