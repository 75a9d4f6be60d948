// Where the provider keeps its clients, codes and tokens: in maps that outlive the rotation of its
// keys. Its own memory adapter forgets all but the last 1,000 entries, which is less than a run of
// all tests makes. Nothing expires here, because the provider looks at `exp` itself.
export function memory() {
  const models = new Map();
  return (name) => {
    if (!models.has(name)) models.set(name, new Model());
    return models.get(name);
  };
}

class Model {
  #entries = new Map();

  async upsert(id, payload) {
    this.#entries.set(id, payload);
  }

  async find(id) {
    return this.#entries.get(id);
  }

  async findByUid(uid) {
    return this.#entries.values().find((payload) => payload.uid === uid);
  }

  async consume(id) {
    this.#entries.get(id).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.#entries.delete(id);
  }

  async revokeByGrantId(grantId) {
    for (const [id, payload] of this.#entries) {
      if (payload.grantId === grantId) this.#entries.delete(id);
    }
  }
}
