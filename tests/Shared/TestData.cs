using System.Text.Json;

namespace Morph.Tests;

/// <summary>Figures stored with the tests, and images that lie beside the repository on machines that have them.</summary>
internal static class TestData
{
    /// <summary>Path of a stored figure file of <c>tests/Golden</c>.</summary>
    public static string GoldenPath(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", name);

    /// <summary>A stored figure file as JSON.</summary>
    public static JsonElement Golden(string name) => JsonDocument.Parse(File.ReadAllBytes(GoldenPath(name))).RootElement;

    /// <summary>A path under the image folder beside the repository (../shared/data); skips the test, saying so, where there is none.</summary>
    public static string ImagesOrSkip(params string[] parts)
    {
        var data = Environment.GetEnvironmentVariable("MORPH_TEST_IMAGES") ?? FindBesideRepository();
        Skip.If(data is null, "The test images are not here: put them at ../shared/data beside the repository, or name their folder in MORPH_TEST_IMAGES.");
        var path = Path.Combine([data!, .. parts]);
        Skip.IfNot(Path.Exists(path), $"The test image {path} is not here.");
        return path;
    }

    /// <summary>The repository's root folder.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string? FindBesideRepository()
    {
        var data = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data"));
        return Directory.Exists(data) ? data : null;
    }

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Morph.Actors.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not lie inside the repository.");
    }
}

/// <summary>A folder of a test's own, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("morph-test-").FullName;

    public string Path { get; }

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
