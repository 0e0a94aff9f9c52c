using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Morph.Actors.Metrics;
using Morph.Cli.CommandLine;
using Morph.Domain.Errors;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Morph.Cli.Nodes;

/// <summary>
/// What a node answers over HTTP: is it alive, is it ready, and its metrics. For probes and Prometheus; there is no encryption and no password,
/// and nothing can be changed by it. Only <c>morph node</c> may touch this class: it loads the web server.
/// </summary>
internal sealed class NodeEndpoints : IAsyncDisposable
{
    /// <summary>Answers 200 while the process works.</summary>
    public const string AlivePath = "/alive";

    /// <summary>Answers 200 when the node may be given work, else 503 with the reason.</summary>
    public const string ReadyPath = "/ready";

    /// <summary>Metrics in Prometheus' text form.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>The runtime's own meter: memory, garbage collection, thread pool.</summary>
    private const string RuntimeMeter = "System.Runtime";

    private static readonly TimeSpan s_stopWithin = TimeSpan.FromSeconds(1);

    private readonly WebApplication _server;
    private readonly MeterProvider _metrics;

    private NodeEndpoints(WebApplication server, MeterProvider metrics) => (_server, _metrics) = (server, metrics);

    /// <summary>The port that is listened on.</summary>
    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Begins to answer.</summary>
    /// <param name="bindHost">Name or IPv4 address to listen on.</param>
    /// <param name="port">TCP port; 0 takes any free one, which <see cref="Port"/> tells. Who wants no endpoints does not start them.</param>
    /// <param name="health">Asked at each question for <see cref="ReadyPath"/>, from any thread: it must be quick and not throw.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="ConfigurationException">The address is not this machine's, or the port is in use or forbidden.</exception>
    public static async Task<NodeEndpoints> StartAsync(string bindHost, int port, Func<NodeHealth> health, CancellationToken cancellation)
    {
        var address = await AddressAsync(bindHost, cancellation);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(MorphMetrics.MeterName, serviceVersion: MorphCommandLine.Version, autoGenerateServiceInstanceId: false))
            .AddMeter(MorphMetrics.MeterName, RuntimeMeter)
            .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false)
            .Build();
        var endpoints = new NodeEndpoints(Server(new(address, port), health, metrics), metrics);
        try
        {
            await endpoints._server.StartAsync(cancellation);
            return endpoints;
        }
        catch (Exception failure) when (failure is IOException { InnerException: AddressInUseException } or SocketException)
        {
            await endpoints.DisposeAsync();
            throw new ConfigurationException(Refusal(bindHost, port, failure), failure);
        }
    }

    /// <summary>Ends; what is being answered has a second.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(s_stopWithin))
        {
            await _server.StopAsync(limit.Token);
        }

        await _server.DisposeAsync();
        _metrics.Dispose();
    }

    private static WebApplication Server(IPEndPoint address, Func<NodeHealth> health, MeterProvider metrics)
    {
        // Empty: no settings file of the working directory, no variables, no log on the terminal.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address);
        });
        builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();
        var server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(metrics, request => IsRead(request) && request.Request.Path == MetricsPath, null, null, null);
        server.Run(request => AnswerAsync(request, health));
        return server;
    }

    private static Task AnswerAsync(HttpContext request, Func<NodeHealth> health)
    {
        (int status, string text) = (IsRead(request), request.Request.Path.Value) switch
        {
            (false, _) => (StatusCodes.Status405MethodNotAllowed, "only GET and HEAD"),
            (_, AlivePath) => (StatusCodes.Status200OK, "alive"),
            (_, ReadyPath) => Ready(health()),
            _ => (StatusCodes.Status404NotFound, $"there are {AlivePath}, {ReadyPath} and {MetricsPath}"),
        };
        request.Response.StatusCode = status;
        request.Response.ContentType = "text/plain; charset=utf-8";
        request.Response.Headers.CacheControl = "no-store";
        return request.Response.WriteAsync(text.ReplaceLineEndings(" ") + "\n", request.RequestAborted);
    }

    private static (int Status, string Text) Ready(NodeHealth health) =>
        (health.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, health.Reason);

    private static bool IsRead(HttpContext request) => HttpMethods.IsGet(request.Request.Method) || HttpMethods.IsHead(request.Request.Method);

    private static async Task<IPAddress> AddressAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            return (await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellation))[0];
        }
        catch (SocketException failure)
        {
            throw new ConfigurationException(
                $"The address {host} of this node is not known ({failure.Message}): correct morph.node.bind-hostname (MORPH_BIND_HOSTNAME) or morph.node.hostname (MORPH_HOSTNAME).", failure);
        }
    }

    private static string Refusal(string host, int port, Exception failure) => failure is SocketException { SocketErrorCode: SocketError.AddressNotAvailable }
        ? $"{host} is no address of this machine: correct morph.node.bind-hostname (MORPH_BIND_HOSTNAME), 0.0.0.0 for all of its addresses."
        : $"Port {port} of {host} {(failure is SocketException other ? $"cannot be listened on ({other.Message})" : "is in use")}: "
            + "choose another in morph.node.http-port (MORPH_HTTP_PORT); 0 leaves /alive, /ready and /metrics out.";

    /// <summary>The server ends when it is told: signals are the command's.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
