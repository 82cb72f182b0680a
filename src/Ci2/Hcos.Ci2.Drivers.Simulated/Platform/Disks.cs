using Hcos.Ci2.Drivers.Simulated.Calls;
using Hcos.Contracts.Arml.Resources;

namespace Hcos.Ci2.Drivers.Simulated.Platform;

/// <summary>Disks and images.</summary>
internal static class Disks
{
    /// <summary>
    /// A disk of an undefined server is half-made and is made anew; one of a defined server is never touched.
    /// </summary>
    public static PlatformAnswer Make(PlatformState state, ResourceSpec spec)
    {
        var id = spec.Id.ToString();
        return state.Copies.IsWhole(id) ? Answers.Already : MakeFor(state, spec, id);
    }

    /// <summary>Makes the disks that a new server needs, named as said.</summary>
    public static PlatformAnswer MakeFor(PlatformState state, ResourceSpec spec, string namedFrom)
    {
        if (spec.Server!.Image is not { } name) return Answers.Already;

        if (!state.Images.TryGetValue(name, out var image))
        {
            return Answers.Missing($"there is no image {name}");
        }

        var capacity = spec.Server.DiskBytes == 0 ? image.CapacityBytes : spec.Server.DiskBytes;
        if (capacity < image.CapacityBytes)
        {
            return Answers.Invalid($"a disk from image {name} must have at least {image.CapacityBytes} bytes");
        }

        var owner = spec.Id.ToString();
        var partOf = namedFrom == owner ? null : namedFrom;
        var disk = PlatformState.Disk(namedFrom, capacity, name) with { Owner = owner, PartOf = partOf };
        var seed = PlatformState.Seed(namedFrom) with { Owner = owner, PartOf = partOf };
        if (state.AvailablePoolBytes < disk.AllocatedBytes + seed.AllocatedBytes)
        {
            return Answers.Full($"storage pool {SimulatedMapping.Pool} is full");
        }

        state.PutVolume(disk);
        if (spec.Server.UserData is not null)
        {
            state.PutVolume(seed);
        }

        return Answers.Changed;
    }

    public static PlatformAnswer Remove(PlatformState state, ResourceKey server)
    {
        if (state.Copies.IsWhole(server.NativeId))
        {
            return Answers.Conflict("its server is defined");
        }

        var disks = state.DisksOf(server.NativeId);
        foreach (var disk in disks)
        {
            state.RemoveVolume(disk.Id);
        }

        return disks.Count > 0 ? Answers.Changed : Answers.Already;
    }

    public static PlatformAnswer PutImage(PlatformState state, PlatformCall.PutImage image)
    {
        if (!ResourceNames.IsValid(image.Name))
        {
            return Answers.Invalid($"an image's name must be {ResourceNames.Rule}");
        }

        if (state.Images.ContainsKey(image.Name))
        {
            return Answers.Already;
        }

        if (state.AvailablePoolBytes < image.Bytes)
        {
            return Answers.Full($"storage pool {SimulatedMapping.Pool} is full");
        }

        state.Images.Add(image.Name, new(image.Name, image.Bytes, image.Bytes, image.Format));
        return Answers.Changed;
    }

    public static PlatformAnswer RemoveImage(PlatformState state, ResourceKey key)
    {
        if (Reads.Image(state, key) is not { } image)
        {
            return Answers.Already;
        }

        if (state.Volumes.Values.Any(volume => volume.Image == image.Name))
        {
            return Answers.Conflict($"disks are made from image {image.Name}");
        }

        state.Images.Remove(image.Name);
        return Answers.Changed;
    }
}
