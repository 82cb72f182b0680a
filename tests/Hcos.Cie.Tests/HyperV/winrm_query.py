"""winrm_query.py ENDPOINT WQL [plain]: asks a question of WMI through pywinrm, a client that is not ours.

Prints each instance as a JSON object: its class, and its properties by name. The password comes on standard input.
With "plain" the enumeration is not an optimised one, and each pull brings what the endpoint gives by itself.
"""
import json
import sys
import uuid
import xml.etree.ElementTree as tree

import xmltodict
from winrm.protocol import Protocol

ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
MANAGEMENT = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
NAMESPACE = ("root", "virtualization", "v2")
RESOURCE = "/".join(("http://schemas.microsoft.com/wbem/wsman/1/wmi", *NAMESPACE, "*"))


def ask(client, verb, content):
    envelope = client._get_soap_header(
        resource_uri=RESOURCE, action=f"{ENUMERATION}/{verb}", message_id=uuid.uuid4())
    envelope["env:Body"] = {f"n:{verb}": content}
    return tree.fromstring(client.send_message(xmltodict.unparse({"env:Envelope": envelope})))


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def main(endpoint, wql, *how):
    client = Protocol(
        endpoint=endpoint, transport="plaintext", username="Administrator", password=sys.stdin.readline().strip())
    content = {"w:Filter": {"@Dialect": "http://schemas.microsoft.com/wbem/wsman/1/WQL", "#text": wql}}
    if "plain" not in how:
        content = {"w:OptimizeEnumeration": None, "w:MaxElements": "20", **content}
    reply = ask(client, "Enumerate", content)
    while True:
        for name in (ENUMERATION, MANAGEMENT):
            for item in (item for items in reply.iter(f"{{{name}}}Items") for item in items):
                print(json.dumps({"class": local(item), **{local(part): part.text for part in item}}))
        if any(True for part in reply.iter() if local(part) == "EndOfSequence"):
            return
        context = next(reply.iter(f"{{{ENUMERATION}}}EnumerationContext")).text
        reply = ask(client, "Pull", {"n:EnumerationContext": context})


main(*sys.argv[1:])
