using Morph.Cli.Nodes;
using Morph.Domain.Runs;
using Morph.Domain.Settings;

namespace Morph.Cli.Tests.Deploy;

/// <summary>The files as they lie there; <see cref="KustomizeTests"/> looks at what comes out of them.</summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Repository.Path("deploy", "kubernetes");

    private static readonly IReadOnlyList<(string File, Yaml Object)> Objects =
    [
        .. from file in Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order()
           from document in Yaml.Documents(File.ReadAllText(file))
           select (Path.GetRelativePath(Folder, file), document),
    ];

    private static IEnumerable<(string File, Yaml Object)> OfKind(string kind) => Objects.Where(o => o.Object["kind"].Text == kind);

    private static IEnumerable<(string File, Yaml Container)> Containers =>
        Objects.SelectMany(o => o.Object.Anywhere("containers").SelectMany(c => c.Items).Select(c => (o.File, c)));

    [Fact]
    public void Every_file_belongs_to_a_kustomization_or_is_explained()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, kustomization) in OfKind("Kustomization"))
        {
            used.Add(file);
            var patches = kustomization["patches"].Items.Select(p => p["path"].Text).Where(p => p.Length > 0);
            foreach (var path in kustomization["resources"].Texts.Concat(patches))
            {
                var target = Path.GetFullPath(Path.Combine(Folder, Path.GetDirectoryName(file)!, path));
                Assert.True(Path.Exists(target), $"{file} names {path}, which is not there");
                used.Add(Path.GetRelativePath(Folder, target));
            }
        }

        var explained = Repository.Read("deploy", "README.md");
        var unused = Objects.Select(o => o.File).Distinct().Where(f => !used.Contains(f));
        Assert.All(unused, f => Assert.Contains($"deploy/kubernetes/{f}", explained, StringComparison.Ordinal));
    }

    [Fact]
    public void The_arguments_of_a_container_are_a_command_of_the_program()
    {
        var lines = Containers.Where(c => c.Container["args"].Exists).ToList();
        Assert.All(lines, c => Repository.AssertIsCommandLine([.. c.Container["args"].Texts], c.File));
        Assert.Equal(NodeRoles.All.Order(), lines.SelectMany(c => Repository.RolesOf([.. c.Container["args"].Texts])).Order());
        Assert.Contains(lines, c => c.Container["args"].Texts.First() == "submit");
    }

    [Fact]
    public void Variables_are_those_of_the_program()
    {
        Assert.All(OfKind("ConfigMap").SelectMany(m => m.Object["data"].Fields), f => Assert.Contains(f.Name, Repository.Variables));
        Assert.All(Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories), f => Repository.AssertKnowsVariables(File.ReadAllText(f), f));
    }

    [Fact]
    public void Ports_are_those_of_a_node_or_of_the_database()
    {
        int[] known = [.. Repository.Ports, 5432];
        var ports = Objects.SelectMany(o => o.Object.Anywhere("containerPort").Concat(o.Object.Anywhere("ports").SelectMany(p => p.Items).Select(p => p["port"])));
        Assert.All(ports.Where(p => p.Exists), p => Assert.Contains(p.Number, known));
        Assert.Equal(Repository.Ports.Order(), Node["ports"].Items.Select(p => p["containerPort"].Number).Order());
    }

    [Fact]
    public void Probes_ask_the_paths_of_the_program()
    {
        Assert.Equal(NodeEndpoints.AlivePath, Node["startupProbe"]["httpGet"]["path"].Text);
        Assert.Equal(NodeEndpoints.AlivePath, Node["livenessProbe"]["httpGet"]["path"].Text);
        Assert.Equal(NodeEndpoints.ReadyPath, Node["readinessProbe"]["httpGet"]["path"].Text);
        var http = Node["ports"].Items.Single(p => p["containerPort"].Number == NodeSettings.Default.HttpPort)["name"].Text;
        Assert.All(Node.Anywhere("httpGet"), g => Assert.Equal(http, g["port"].Text));
        var annotations = Template["metadata"]["annotations"];
        Assert.Equal(NodeEndpoints.MetricsPath, annotations["prometheus.io/path"].Text);
        Assert.Equal(NodeSettings.Default.HttpPort, annotations["prometheus.io/port"].Number);
    }

    [Fact]
    public void A_node_has_time_to_drain() => Assert.True(Template["spec"]["terminationGracePeriodSeconds"].Number > 30, "a node is killed while it drains");

    [Theory]
    [InlineData("base/configuration.yaml", "base/coordinator.yaml")]
    [InlineData("overlays/small/single-coordinator.yaml", "overlays/small/single-coordinator.yaml")]
    public void The_seed_nodes_are_the_coordinators_by_their_stable_names(string configuration, string coordinators)
    {
        var seeds = Objects.Single(o => o.File == configuration && o.Object["kind"].Text == "ConfigMap").Object["data"]["MORPH_SEED_NODES"].Text;
        var replicas = Objects.Single(o => o.File == coordinators && o.Object["kind"].Text == "StatefulSet").Object["spec"]["replicas"].Number;
        var set = Objects.Single(o => o.File == "base/coordinator.yaml" && o.Object["kind"].Text == "StatefulSet").Object;
        var service = set["spec"]["serviceName"].Text;
        Assert.Equal(Enumerable.Range(0, replicas).Select(i => $"{set["metadata"]["name"].Text}-{i}.{service}:{NodeSettings.Default.Port}"), seeds.Split(','));
        Assert.Equal($"$(POD_NAME).{service}", set.Anywhere("env").Single().Items.Single(e => e["name"].Text == "MORPH_HOSTNAME")["value"].Text);
    }

    [Fact]
    public void The_secret_that_the_objects_need_is_the_one_that_the_page_says_to_make()
    {
        var page = Repository.Read("deploy", "README.md");
        foreach (var reference in Objects.SelectMany(o => o.Object.Anywhere("secretKeyRef")))
        {
            Assert.Contains($"create secret generic {reference["name"].Text}", page, StringComparison.Ordinal);
            Assert.Contains($"--from-literal={reference["key"].Text}=", page, StringComparison.Ordinal);
            Assert.True(OfKind("Secret").Single(s => s.Object["metadata"]["name"].Text == reference["name"].Text).Object["stringData"][reference["key"].Text].Exists);
        }
    }

    [Fact]
    public void What_an_object_refers_to_is_in_the_files()
    {
        foreach (var (file, o) in Objects)
        {
            Assert.All(o.Anywhere("claimName"), c => Assert.Contains(c.Text, Names("PersistentVolumeClaim")));
            Assert.All(o.Anywhere("configMapRef"), c => Assert.Contains(c["name"].Text, Names("ConfigMap")));
            Assert.All(o.Anywhere("scaleTargetRef"), t => Assert.Contains(t["name"].Text, Names(t["kind"].Text)));
            Assert.All(o["spec"].Anywhere("serviceName"), s => Assert.Contains(s.Text, Names("Service")));
            var volumes = o.Anywhere("volumes").SelectMany(v => v.Items).Select(v => v["name"].Text)
                .Concat(o.Anywhere("volumeClaimTemplates").SelectMany(v => v.Items).Select(v => v["metadata"]["name"].Text)).ToList();
            Assert.All(o.Anywhere("volumeMounts").SelectMany(m => m.Items), m => Assert.True(volumes.Contains(m["name"].Text), $"{file} has no volume {m["name"].Text}"));
        }
    }

    private static IEnumerable<string> Names(string kind) => OfKind(kind).Select(o => o.Object["metadata"]["name"].Text);

    private static Yaml Template => Objects.Single(o => o.File == "base/node.yaml").Object["spec"]["template"];

    private static Yaml Node => Template["spec"]["containers"].Items.Single();
}
