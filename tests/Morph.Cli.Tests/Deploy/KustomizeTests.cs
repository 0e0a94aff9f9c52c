using System.Diagnostics;

namespace Morph.Cli.Tests.Deploy;

/// <summary>What <c>kubectl kustomize</c> makes of the files; needs kubectl, no cluster.</summary>
public sealed class KustomizeTests
{
    private static readonly string[] Workloads = ["StatefulSet", "Deployment", "Job"];

    [SkippableTheory]
    [InlineData("base", "StatefulSet/coordinator", "Deployment/imaging", "Deployment/trainer", "Deployment/embedder", "StatefulSet/postgres")]
    [InlineData("overlays/gpu", "StatefulSet/coordinator", "Deployment/imaging", "Deployment/trainer", "Deployment/embedder", "StatefulSet/postgres")]
    [InlineData("overlays/small", "StatefulSet/coordinator", "Deployment/imaging", "Deployment/trainer", "Deployment/embedder", "StatefulSet/postgres")]
    [InlineData("submit", "Job/submit-first")]
    public void What_comes_out_refers_only_to_what_is_there(string folder, params string[] workloads)
    {
        var objects = Render(folder);
        Assert.Equal(workloads.Order(), objects.Where(o => Workloads.Contains(o["kind"].Text)).Select(o => $"{o["kind"].Text}/{Name(o)}").Order());
        var all = folder == "submit" ? [.. objects, .. Render("base")] : objects;
        foreach (var workload in objects.Where(o => Workloads.Contains(o["kind"].Text)))
        {
            AssertIsWhole(workload["spec"]["template"], workload["spec"]["volumeClaimTemplates"], all, $"{folder}: {Name(workload)}");
        }

        var labels = all.Select(o => o["spec"]["template"]["metadata"]["labels"]).ToList();
        var selectors = objects.SelectMany(o => o.Anywhere("matchLabels")).Concat(objects.Where(o => o["kind"].Text == "Service").Select(o => o["spec"]["selector"]));
        Assert.All(selectors, s => Assert.Contains(labels, l => s.Fields.All(f => l[f.Name].Text == f.Value.Text)));
        Assert.All(objects.SelectMany(o => o.Anywhere("scaleTargetRef")), target => Assert.Contains(target["name"].Text, Names(objects, target["kind"].Text)));
        Assert.All(objects.Where(o => o["kind"].Text is "StatefulSet").Select(o => o["spec"]["serviceName"].Text), s => Assert.Contains(s, Names(objects, "Service")));
    }

    [SkippableFact]
    public void The_overlay_for_gpus_gives_one_to_the_trainer_alone()
    {
        var asking = Render("overlays/gpu").Where(o => o.Anywhere("nvidia.com/gpu").Any()).ToList();
        Assert.Equal("trainer", Name(Assert.Single(asking)));
        Assert.Equal(["morph:cuda"], asking[0].Anywhere("image").Select(i => i.Text));
    }

    private static void AssertIsWhole(Yaml template, Yaml claims, IReadOnlyList<Yaml> all, string where)
    {
        var volumes = template["spec"]["volumes"].Items.Select(v => v["name"].Text).Concat(claims.Items.Select(Name)).ToList();
        foreach (var container in template["spec"]["containers"].Items)
        {
            Assert.All(container["volumeMounts"].Items, m => Assert.Contains(m["name"].Text, volumes));
            Assert.True(container["resources"]["requests"]["cpu"].Exists && container["resources"]["requests"]["memory"].Exists, $"{where} requests nothing");
            Assert.True(where.StartsWith("submit", StringComparison.Ordinal) || container["readinessProbe"].Exists, $"{where} is never asked whether it is ready");
            var names = container["env"].Items.Select(e => e["name"].Text).ToList();
            Assert.True(container["name"].Text != "morph" || names.Contains("MORPH_HOSTNAME"), $"{where} does not say how the others reach it");
        }

        Assert.All(template.Anywhere("claimName"), c => Assert.Contains(c.Text, Names(all, "PersistentVolumeClaim")));
        Assert.All(template.Anywhere("configMapRef"), c => Assert.Contains(c["name"].Text, Names(all, "ConfigMap")));
    }

    private static string Name(Yaml o) => o["metadata"]["name"].Text;

    private static IEnumerable<string> Names(IEnumerable<Yaml> objects, string kind) => objects.Where(o => o["kind"].Text == kind).Select(Name);

    private static IReadOnlyList<Yaml> Render(string folder)
    {
        var kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, "kubectl")).FirstOrDefault(File.Exists);
        Skip.If(kubectl is null, "kubectl is not here; it renders the Kubernetes files, without a cluster.");
        using var process = Process.Start(new ProcessStartInfo(kubectl, ["kustomize", Repository.Path("deploy", "kubernetes", folder)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaint = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"kubectl kustomize {folder}: {complaint.GetAwaiter().GetResult()}");
        return Yaml.Documents(text);
    }
}
