using System.Net;
using System.Net.Http.Headers;

namespace Hcos.Ci2.Drivers.Http;

/// <summary>A whole answer.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">All of its body.</param>
public sealed record HttpReply(HttpStatusCode Status, HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body);
