using Morph.Domain.Errors;
using Morph.Learning.Runtime;
using static TorchSharp.torch;

namespace Morph.Learning.Tests.Runtime;

public class TorchRuntimeTests
{
    [Fact]
    public void A_device_that_is_not_here_is_refused_with_those_that_are()
    {
        var failure = Assert.Throws<ConfigurationException>(() => TorchRuntime.Device("cuda:99"));
        Assert.StartsWith("The device 'cuda:99' is not here. This machine has cpu", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => TorchRuntime.Device("gpu"));
    }

    [Fact]
    public void The_processor_is_always_here_and_auto_names_a_device_of_the_list()
    {
        Assert.Equal("cpu", TorchRuntime.Device("cpu").ToString());
        Assert.Contains(TorchRuntime.Device("auto").ToString(), TorchRuntime.Devices());
    }

    [Fact]
    public void The_description_names_version_threads_and_devices() =>
        Assert.Matches(@"^torch 2\.\d+\.\d+.*, \d+ threads, devices: cpu", TorchRuntime.Describe());

    [Fact]
    public void Threads_are_set_for_the_calling_thread_and_0_takes_all_cores()
    {
        var thread = new Thread(() =>
        {
            TorchRuntime.UseThreads(1);
            Assert.Equal(1, get_num_threads());
            TorchRuntime.UseThreads(0);
            Assert.Equal(Environment.ProcessorCount, get_num_threads());
        });
        thread.Start();
        thread.Join();
    }

    [Fact]
    public void A_runtime_that_is_too_old_is_found_before_the_loader_is_asked_and_an_unknown_one_is_left_to_the_loader()
    {
        Assert.True(TorchRuntime.HasRuntime("libstdc++.so.6"));
        Assert.True(TorchRuntime.HasRuntime("libno-such-runtime.so.1"));
        if (OperatingSystem.IsLinux())
        {
            Assert.False(TorchRuntime.HasRuntime("libgcc_s.so.1"));
        }

        Assert.EndsWith("or use Debian 13 or Ubuntu 24.04.", TorchRuntime.LoadFailure(null).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_load_says_the_reason_and_the_way_out_not_the_loaders_misleading_text()
    {
        var loader = new TypeInitializationException("TorchSharp.torch", new NotSupportedException("This application doesn't contain a reference to libtorch-cpu.\nTrace: ..."));
        var failure = TorchRuntime.LoadFailure(loader);
        Assert.Contains("GLIBCXX_3.4.32", failure.Message, StringComparison.Ordinal);
        Assert.Contains("./morph", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Trace", failure.Message, StringComparison.Ordinal);
        Assert.Same(loader, failure.InnerException);
    }
}
