using System.Globalization;
using System.Runtime.InteropServices;
using Morph.Domain.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace Morph.Learning.Runtime;

/// <summary>The native torch library: whether it loads, which devices it has, how many threads it uses.</summary>
public static partial class TorchRuntime
{
    private const string Auto = "auto";

    /// <summary>The C++ runtime has this function since GLIBCXX_3.4.32.</summary>
    private const string NewestNeededSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>Version, threads and devices in one line, for <c>morph doctor</c>.</summary>
    /// <exception cref="ConfigurationException">The native library does not load; the message says how to mend it.</exception>
    public static string Describe()
    {
        Load();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"torch {__version__}, {Environment.ProcessorCount} threads, devices: {string.Join(", ", Devices())}");
    }

    /// <summary>Loads the native library; does nothing when it is loaded.</summary>
    /// <exception cref="ConfigurationException">The native library does not load; the message says how to mend it.</exception>
    public static void Load()
    {
        // Asked first, since the loader answers a failure by copying half a gigabyte beside the program.
        if (!HasRuntime("libstdc++.so.6"))
        {
            throw LoadFailure(null);
        }

        UseLargePages();
        try
        {
            InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw LoadFailure(e);
        }
    }

    /// <summary>Devices that exist here: <c>cpu</c>, then <c>cuda:0</c> and so on.</summary>
    public static IReadOnlyList<string> Devices() =>
        ["cpu", .. Enumerable.Range(0, TryInitializeDeviceType(DeviceType.CUDA) ? cuda.device_count() : 0).Select(CudaName)];

    /// <summary>The device of a name: <c>auto</c> takes the first GPU, or the processor where there is none.</summary>
    /// <exception cref="ConfigurationException">The device is not here, or the native library does not load.</exception>
    public static Device Device(string name)
    {
        Load();
        var devices = Devices();
        var wanted = name == Auto ? devices.Count > 1 ? devices[1] : devices[0] : name;
        return devices.Contains(wanted)
            ? device(wanted)
            : throw new ConfigurationException($"The device '{name}' is not here. This machine has {string.Join(", ", devices)}; or give {Auto}.");
    }

    /// <summary>Sets how many torch threads work for the calling thread; 0 takes the number of cores.</summary>
    public static void UseThreads(int threads)
    {
        var wanted = threads == 0 ? Environment.ProcessorCount : threads;
        if (get_num_threads() != wanted)
        {
            set_num_threads(wanted);
        }
    }

    /// <summary>
    /// The loader's own text speaks of a missing package reference, whatever the reason; nearly always the system's C++ runtime is too old.
    /// </summary>
    internal static ConfigurationException LoadFailure(Exception? failure) => new(
        "The native torch library cannot be loaded. It needs the C++ runtime of GCC 13 (GLIBCXX_3.4.32) or newer, which Debian 12 and Ubuntu 22.04 lack. "
        + "Run the program through ./morph, which provides it without changing the system, or use Debian 13 or Ubuntu 24.04."
        + (failure is null ? "" : $" (The loader said: {failure.GetBaseException().Message.Split('\n', 2)[0].Trim()})"),
        failure);

    /// <summary>False only where a C++ runtime of the name is found and is too old; elsewhere the loader shall try.</summary>
    internal static bool HasRuntime(string library)
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(library, out var handle))
        {
            return true;
        }

        var found = NativeLibrary.TryGetExport(handle, NewestNeededSymbol, out _);
        NativeLibrary.Free(handle);
        return found;
    }

    /// <summary>
    /// Has torch ask for pages of 2 MB. It gives each large tensor back to the system and takes a new one for the next; of pages of 4 kB, a training step
    /// spent a fifth of its time on having them zeroed. Torch reads its native environment when it takes its first memory.
    /// </summary>
    private static void UseLargePages()
    {
        if (OperatingSystem.IsLinux())
        {
            SetEnvironment("THP_MEM_ALLOC_ENABLE", "1", overwrite: 0);
        }
    }

    /// <summary>
    /// Has the C library keep freed tensors for the next ones, as a training step wants that takes the same pieces again and again: to have them zeroed anew would cost a third of its time.
    /// Holds for the process, until <see cref="ReturnFreedMemory"/>.
    /// </summary>
    internal static void KeepFreedMemory() => SetMemory(largestKept: 32 << 20, mostKept: 64 << 20);

    /// <summary>
    /// Has the C library give freed tensors back to the system at once, and what it kept until now. Embedders work on many threads, each with a pool of its own: what the pools kept
    /// would add up with the number of fields, to hundreds of megabytes. Holds for the process, until <see cref="KeepFreedMemory"/>.
    /// </summary>
    internal static void ReturnFreedMemory()
    {
        SetMemory(largestKept: 4 << 20, mostKept: 128 << 10);
        if (OperatingSystem.IsLinux())
        {
            TrimMemory(0);
        }
    }

    private static void SetMemory(int largestKept, int mostKept)
    {
        const int mmapThreshold = -3, trimThreshold = -1; // Of malloc.h.
        if (OperatingSystem.IsLinux())
        {
            SetMemoryOption(mmapThreshold, largestKept);
            SetMemoryOption(trimThreshold, mostKept);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMemoryOption(int option, int value);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimMemory(nuint left);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static string CudaName(int index) => string.Create(CultureInfo.InvariantCulture, $"cuda:{index}");
}
