declare module 'virtual:queries' {
  const queries: import('../build/queries').ExampleQuery[];
  export default queries;
}

declare module 'virtual:licences' {
  const address: string;
  export default address;
}
